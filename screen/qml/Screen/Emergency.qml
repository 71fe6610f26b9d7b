pragma ComponentBehavior: Bound
import QtQuick
import ScreenTypes

// An emergency, over everything else on a screen: what is said first as large as it fits, below it what the supervisor
// added (the second line, which may be empty), then the other languages, all of one size. No touch goes through it.
Rectangle {
    id: over

    required property list<string> lines
    readonly property real margin: Math.min(width, height) * 0.05
    readonly property real room: height - 2 * margin
    readonly property string added: lines[1] ?? ""
    readonly property list<string> others: lines.slice(2)
    readonly property real gap: others.length + (added ? 1 : 0) > 0 ? margin * 0.5 : 0
    readonly property real firstHeight: room * (!gap ? 1 : others.length > 1 ? (!added ? 0.44 : width < height ? 0.42 : 0.34) : (added ? 0.45 : 0.6))
    readonly property real addedHeight: added ? room * (others.length < 2 ? 0.25 : width < height ? 0.12 : 0.16) : 0
    readonly property real othersHeight: room - firstHeight - addedHeight - (others.length + (added ? 1 : 0)) * gap
    readonly property real otherHeight: others.length ? othersHeight / others.length : 0
    // Nobody's language is smaller than another's.
    readonly property real otherSize: Math.min(room * 0.09, width * 0.065, ...others.map(one => Fitter.size(one, true, width - 2 * margin, otherHeight * 0.9, Math.min(room * 0.09, width * 0.065), false, 1)))

    objectName: "emergency"
    visible: lines.length > 0
    color: CallColours.emergency
    Accessible.role: Accessible.AlertMessage
    Accessible.name: lines.filter(one => one).join(" ")

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

                visible: modelData !== ""
                width: parent.width
                height: index === 0 ? over.firstHeight : index === 1 ? over.addedHeight : over.otherHeight

                FitText {
                    objectName: "emergency_" + row.index
                    words: row.modelData
                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width
                    height: parent.height * 0.9
                    size: row.index === 0 ? Math.min(over.room * 0.25, over.width * 0.16) : row.index === 1 ? Math.min(over.room * 0.13, over.width * 0.09) : over.otherSize
                    bold: true
                    color: "#FFFFFF"
                    verticalAlignment: Text.AlignVCenter
                }
            }
        }
    }
}
