pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes

// Asks whether somebody is still there, counts down, and can be stopped by any touch.
Rectangle {
    id: overlay

    required property KioskView view

    objectName: "idle_overlay"
    color: "#CC14202E"

    MouseArea {
        // Nothing below may be pressed by accident.
        anchors.fill: parent
        onClicked: overlay.view.touch()
    }
    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, 1000)
        height: words.implicitHeight + 128
        radius: 32
        color: Theme.surface
        Accessible.role: Accessible.AlertMessage
        Accessible.name: overlay.view.texts.idle_title

        ColumnLayout {
            id: words

            anchors {
                left: parent.left
                right: parent.right
                verticalCenter: parent.verticalCenter
                margins: 64
            }
            spacing: 28

            FitLabel {
                words: overlay.view.texts.idle_title
                tallest: 190
                strong: true
                size: 72
                horizontalAlignment: Text.AlignHCenter
                Layout.fillWidth: true
            }
            FitLabel {
                objectName: "idle"
                tallest: 120
                words: overlay.view.idle
                size: 44
                horizontalAlignment: Text.AlignHCenter
                Layout.fillWidth: true
            }
            TouchButton {
                objectName: "more_time"
                text: overlay.view.texts.more_time
                primary: true
                size: 52
                Layout.fillWidth: true
                Layout.preferredHeight: 170
                Layout.topMargin: 16
                onClicked: overlay.view.touch()
            }
        }
    }
}
