pragma ComponentBehavior: Bound
import QtQuick

// No server has been heard yet: plain words in every language this program has.
Item {
    id: connecting

    required property QtObject greetings
    readonly property real size: Math.min(height * 0.07, width * 0.045)

    Column {
        anchors.centerIn: parent
        width: parent.width * 0.84
        spacing: connecting.size * 0.9

        Repeater {
            model: connecting.greetings

            Column {
                id: greeting

                required property int index
                required property string title
                required property string text

                width: parent.width
                spacing: connecting.size * 0.2

                Rectangle {
                    visible: greeting.index > 0
                    width: parent.width
                    height: 2
                    color: Theme.line
                }
                FitSaid {
                    objectName: "greeting"
                    width: parent.width
                    height: connecting.size * (greeting.index > 0 ? 1.5 : 2.1)
                    text: greeting.title
                    size: connecting.size * (greeting.index > 0 ? 0.9 : 1.4)
                    bold: true
                }
                FitSaid {
                    width: parent.width
                    height: connecting.size * (greeting.index > 0 ? 1.9 : 2.3)
                    text: greeting.text
                    size: connecting.size * (greeting.index > 0 ? 0.6 : 0.86)
                    color: Theme.quiet
                }
            }
        }
    }
}
