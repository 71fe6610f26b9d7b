pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes

// The number is being asked for: nothing to press.
Item {
    id: screen

    required property KioskView view

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, 1200)
        spacing: 36

        Row {
            spacing: 28
            Layout.alignment: Qt.AlignHCenter
            Layout.bottomMargin: 24

            Repeater {
                model: 3
                delegate: Rectangle {
                    id: dot

                    required property int index

                    width: 44
                    height: 44
                    radius: 22
                    color: Theme.action

                    SequentialAnimation on opacity {
                        loops: Animation.Infinite

                        PauseAnimation {
                            duration: dot.index * 240
                        }
                        NumberAnimation {
                            to: 0.2
                            duration: 420
                        }
                        NumberAnimation {
                            to: 1
                            duration: 420
                        }
                        PauseAnimation {
                            duration: (2 - dot.index) * 240
                        }
                    }
                }
            }
        }
        FitLabel {
            objectName: "title"
            tallest: 320
            words: screen.view.title
            strong: true
            size: 84
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }
        FitLabel {
            objectName: "body"
            tallest: 320
            sentence: true
            words: screen.view.body
            size: 44
            color: Theme.quiet
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }
    }
}
