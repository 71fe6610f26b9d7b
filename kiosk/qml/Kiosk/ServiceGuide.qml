pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes

// What the chosen service needs: facts, papers, and what to mind.
Item {
    id: guide

    required property KioskView view
    required property bool wide
    required property string notice
    // Much is asked below: the head of the guide makes room.
    property bool tight: false

    ColumnLayout {
        id: head

        width: guide.width
        spacing: 24

        RowLayout {
            spacing: 28
            Layout.fillWidth: true

            PrefixBadge {
                prefix: guide.view.prefix
                Layout.preferredWidth: 112
                Layout.preferredHeight: 112
                Layout.alignment: Qt.AlignTop
            }
            ColumnLayout {
                spacing: 0
                Layout.fillWidth: true
                Layout.preferredWidth: 1

                FitLabel {
                    objectName: "service"
                    words: guide.view.service
                    strong: true
                    size: 56
                    tallest: guide.wide || guide.tight ? 150 : 220
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                }
                FitLabel {
                    objectName: "second"
                    visible: words !== ""
                    words: guide.view.second
                    size: 34
                    tallest: guide.tight ? 84 : 116
                    color: Theme.quiet
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                }
                FitLabel {
                    objectName: "announced"
                    visible: words !== ""
                    words: guide.view.announced
                    strong: true
                    size: 34
                    tallest: 84
                    color: Theme.action
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                }
            }
        }
        RowLayout {
            spacing: Theme.gap
            Layout.fillWidth: true

            Repeater {
                id: facts

                // More than three stand closer.
                readonly property bool close: count > 3

                model: guide.view.facts
                delegate: Rectangle {
                    id: fact

                    required property string label
                    required property string value

                    implicitHeight: words.implicitHeight + (facts.close ? 24 : 36)
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

                        FitLabel {
                            words: fact.label
                            size: facts.close ? 28 : 30
                            tallest: 76
                            color: Theme.quiet
                            Layout.fillWidth: true
                            Layout.preferredWidth: 1
                        }
                        FitLabel {
                            objectName: "fact"
                            words: fact.value
                            size: facts.close ? 36 : 42
                            tallest: 112
                            strong: true
                            Layout.fillWidth: true
                            Layout.preferredWidth: 1
                        }
                    }
                }
            }
        }
        FitLabel {
            words: papers.count > 0 ? guide.view.texts.papers : guide.view.nothing_to_bring ? guide.view.texts.no_papers : ""
            strong: true
            size: 44
            tallest: 112
            Layout.topMargin: guide.wide || guide.tight ? 0 : 12
            Layout.bottomMargin: guide.wide || guide.tight ? 8 : 24
            Layout.fillWidth: true
            Layout.preferredWidth: 1
        }
    }
    PagedColumn {
        id: pages

        y: head.height
        width: guide.width
        height: guide.height - head.height
        view: guide.view
        names: "guide"

        Repeater {
            id: papers

            model: guide.view.papers
            delegate: PaperLine {
                width: pages.width
                wide: guide.wide
            }
        }
        Item {
            // Apart from the papers.
            visible: notice.visible
            width: 1
            height: papers.count > 0 ? 24 : 0
        }
        NoticeBox {
            id: notice

            visible: guide.notice !== ""
            width: pages.width
            notice: guide.notice
            tallest: pages.pagedRoom
        }
    }
}
