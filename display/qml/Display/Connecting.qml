pragma ComponentBehavior: Bound
import QtQuick

// No hall is known yet: plain words in every language this program has, and what stands in the way.
Item {
    id: connecting

    required property QtObject greetings
    required property real least
    readonly property real size: Math.min(height * 0.07, width * 0.045, height / Math.max(1, rows.count) / 6.2)

    Column {
        anchors.centerIn: parent
        width: parent.width * 0.84
        spacing: connecting.size * 0.9

        Repeater {
            id: rows
            model: connecting.greetings

            Column {
                id: greeting

                required property int index
                required property string title
                required property string text
                required property string fault

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
                    words: greeting.title
                    size: connecting.size * (greeting.index > 0 ? 0.9 : 1.4)
                    least: connecting.least
                    bold: true
                }
                FitSaid {
                    width: parent.width
                    height: connecting.size * (greeting.index > 0 ? (greeting.fault === "" ? 1.9 : 1.1) : (greeting.fault === "" ? 2.3 : 1.5))
                    words: greeting.text
                    size: connecting.size * (greeting.index > 0 ? 0.6 : 0.86)
                    least: connecting.least
                    color: Theme.quiet
                }
                FitSaid {
                    objectName: "fault"
                    visible: words !== ""
                    width: parent.width
                    height: connecting.size * (greeting.index > 0 ? 1.5 : 1.7)
                    words: greeting.fault
                    size: connecting.size * (greeting.index > 0 ? 0.5 : 0.62)
                    least: connecting.least
                    color: Theme.trouble
                }
            }
        }
    }
}
