pragma ComponentBehavior: Bound
import QtQuick
import ScreenTypes

// An emergency, over everything else on a screen: what is said first, below it what the supervisor added (the second
// line, which may be empty), then the other languages, all as large as they fit together. No touch goes through it.
Rectangle {
    id: over

    required property list<string> lines
    readonly property real margin: Math.min(width, height) * 0.05
    readonly property real room: height - 2 * margin
    readonly property real gap: margin * 0.5
    // Nobody's language is much smaller than the first one, nor smaller than another's.
    readonly property real ratio: 0.58
    readonly property var sizes: Fitter.stack(lines, ratio, width - 2 * margin, room, gap, Math.min(room * 0.25, width * 0.16))
    readonly property int shown: lines.filter(one => one).length
    readonly property real unused: room - sizes.slice(1).reduce((sum, one) => sum + one, 0) - (shown - 1) * gap

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
        anchors.verticalCenter: parent.verticalCenter
        width: over.width - 2 * over.margin
        spacing: over.gap + Math.max(0, Math.min(over.gap, over.unused / Math.max(1, over.shown)))

        Repeater {
            model: over.lines

            FitText {
                required property string modelData
                required property int index

                objectName: "emergency_" + index
                visible: modelData !== ""
                words: modelData
                width: parent.width
                height: over.sizes[index + 1] ?? 0
                size: over.sizes[0] * (index === 0 ? 1 : over.ratio)
                bold: true
                color: "#FFFFFF"
                verticalAlignment: Text.AlignVCenter
                rightPadding: inOneLine ? 0 : Fitter.spare(shown, true, width, font.pixelSize, 6)
            }
        }
    }
}
