pragma ComponentBehavior: Bound
import QtQuick

// An emergency, over everything else on a screen: what is said first as large as it fits, the rest below. No touch goes
// through it.
Rectangle {
    id: over

    required property list<string> lines
    readonly property real margin: Math.min(width, height) * 0.05
    readonly property real room: height - 2 * margin
    readonly property int others: Math.max(0, lines.length - 1)
    readonly property real gap: others > 0 ? margin * 0.5 : 0
    readonly property real firstHeight: others > 0 ? room * (others > 2 ? 0.44 : 0.6) : room
    readonly property real otherHeight: others > 0 ? (room - firstHeight - others * gap) / others : 0

    objectName: "emergency"
    visible: lines.length > 0
    color: Colours.emergency
    Accessible.role: Accessible.AlertMessage
    Accessible.name: lines.join(" ")

    MouseArea {
        anchors.fill: parent
        hoverEnabled: true
    }
    Column {
        x: over.margin
        y: over.margin
        width: over.width - 2 * over.margin
        spacing: over.gap

        Repeater {
            model: over.lines

            Item {
                id: row

                required property string modelData
                required property int index

                width: parent.width
                height: index === 0 ? over.firstHeight : over.otherHeight

                FitText {
                    objectName: "emergency_" + row.index
                    words: row.modelData
                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width
                    height: parent.height * 0.9
                    size: row.index === 0 ? Math.min(over.room * 0.25, over.width * 0.16) : Math.min(over.room * 0.09, over.width * 0.065)
                    bold: true
                    color: "#FFFFFF"
                    verticalAlignment: Text.AlignVCenter
                }
            }
        }
    }
}
