pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes

// Hall, date and time; on the way to a number the way back instead of the date.
Rectangle {
    id: header

    required property KioskView view
    readonly property bool inside: view.screen === "confirm" || view.screen === "guide"

    implicitHeight: 148
    color: Theme.surface

    Rectangle {
        anchors {
            left: parent.left
            right: parent.right
            bottom: parent.bottom
        }
        height: 2
        color: Theme.line
    }

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: header.inside ? 28 : Theme.margin
        anchors.rightMargin: Theme.margin
        spacing: 28

        TouchButton {
            objectName: "back"
            visible: header.inside
            text: "‹ " + header.view.texts.back
            flat: true
            Accessible.name: header.view.texts.back
            size: 42
            accent: Theme.action
            Layout.preferredWidth: 240
            onClicked: header.view.go_back()
        }
        FitLabel {
            objectName: "hall"
            words: header.view.hall
            strong: !header.inside
            size: header.inside ? 36 : 46
            color: header.inside ? Theme.quiet : Theme.ink
            horizontalAlignment: header.inside ? Text.AlignRight : Text.AlignLeft
            verticalAlignment: Text.AlignVCenter
            tallest: header.height - 24
            Layout.fillWidth: true
            Layout.preferredWidth: 1
        }
        Label {
            objectName: "date"
            visible: !header.inside
            text: header.view.date
            size: 36
            color: Theme.quiet
            wrapMode: Text.NoWrap
        }
        Label {
            objectName: "time"
            text: header.view.time
            strong: true
            size: 46
            wrapMode: Text.NoWrap
        }
    }
}
