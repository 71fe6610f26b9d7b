pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes

// What the chosen service needs: facts, papers, and what to mind. Scrolls only when a guide is longer than the screen.
Flickable {
    id: guide

    required property KioskView view
    required property bool wide

    contentWidth: width
    contentHeight: column.implicitHeight
    interactive: contentHeight > height
    boundsBehavior: Flickable.StopAtBounds
    clip: true

    ColumnLayout {
        id: column

        width: guide.width
        spacing: 24

        RowLayout {
            spacing: 28
            Layout.fillWidth: true

            PrefixBadge {
                prefix: guide.view.prefix
                Layout.preferredWidth: 112
                Layout.preferredHeight: 112
            }
            ColumnLayout {
                spacing: 0
                Layout.fillWidth: true

                Label {
                    objectName: "service"
                    text: guide.view.service
                    strong: true
                    size: 56
                    Layout.fillWidth: true
                }
                Label {
                    visible: text !== ""
                    text: guide.view.second
                    size: 34
                    color: Theme.quiet
                    Layout.fillWidth: true
                }
            }
        }
        RowLayout {
            spacing: Theme.gap
            Layout.fillWidth: true

            Repeater {
                model: guide.view.facts
                delegate: Rectangle {
                    id: fact

                    required property string label
                    required property string value

                    implicitHeight: words.implicitHeight + 36
                    radius: Theme.radius
                    color: Theme.surface
                    border.width: 2
                    border.color: Theme.line
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 1

                    ColumnLayout {
                        id: words

                        anchors {
                            left: parent.left
                            right: parent.right
                            verticalCenter: parent.verticalCenter
                            leftMargin: 24
                            rightMargin: 16
                        }
                        spacing: 0

                        Label {
                            text: fact.label
                            size: 30
                            color: Theme.quiet
                            Layout.fillWidth: true
                        }
                        Label {
                            text: fact.value
                            size: 42
                            strong: true
                            Layout.fillWidth: true
                        }
                    }
                }
            }
        }
        Label {
            text: papers.count > 0 ? guide.view.texts.papers : guide.view.texts.no_papers
            strong: true
            size: 44
            Layout.topMargin: 12
            Layout.fillWidth: true
        }
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true

            Repeater {
                id: papers

                model: guide.view.papers
                delegate: PaperLine {
                    Layout.fillWidth: true
                }
            }
        }
        NoticeBox {
            visible: !guide.wide && notice !== ""
            notice: guide.view.notice
            Layout.fillWidth: true
        }
    }
}
