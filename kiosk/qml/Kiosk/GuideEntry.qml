pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts

// One thing that a guide says, below the heading of its part where it is the first of it.
ColumnLayout {
    id: entry

    required property string object_name
    required property string heading
    required property string text
    required property string note
    required property string mark
    // How high it may be at most.
    required property real tallest
    readonly property bool warns: object_name === "guide_notice"

    spacing: 0

    FitLabel {
        objectName: "heading"
        visible: words !== ""
        words: entry.heading
        strong: true
        size: 32
        tallest: 76
        color: Theme.action
        Layout.topMargin: 26
        Layout.fillWidth: true
        Layout.preferredWidth: 1
    }
    NoticeBox {
        visible: entry.warns
        notice: entry.warns ? entry.text : ""
        tallest: entry.tallest - 40
        Layout.topMargin: 20
        Layout.bottomMargin: 6
        Layout.fillWidth: true
    }
    RowLayout {
        visible: !entry.warns
        spacing: 18
        Layout.topMargin: 10
        Layout.bottomMargin: 10
        Layout.fillWidth: true

        Label {
            visible: text !== ""
            text: entry.mark
            size: 38
            strong: true
            color: Theme.action
            wrapMode: Text.NoWrap
            Layout.alignment: Qt.AlignTop
            Layout.minimumWidth: 52
        }
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true
            Layout.preferredWidth: 1

            FitLabel {
                objectName: entry.object_name
                words: entry.warns ? "" : entry.text
                size: 38
                tallest: (entry.tallest - 130) * (entry.note === "" ? 1 : 0.5)
                Layout.fillWidth: true
                Layout.preferredWidth: 1
            }
            FitLabel {
                objectName: entry.object_name + "_note"
                visible: words !== ""
                words: entry.note
                size: 32
                tallest: (entry.tallest - 130) * 0.5
                color: Theme.quiet
                Layout.fillWidth: true
                Layout.preferredWidth: 1
            }
        }
    }
    Rectangle {
        visible: !entry.warns
        implicitHeight: 2
        color: Theme.line
        Layout.fillWidth: true
    }
}
