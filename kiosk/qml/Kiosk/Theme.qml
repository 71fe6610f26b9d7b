pragma Singleton
import QtQuick
import Screen

QtObject {
    readonly property color paper: "#F6F4EF"
    readonly property color surface: "#FFFFFF"
    readonly property color line: "#D8D4CA"
    readonly property color ink: CallColours.ink
    readonly property color quiet: "#4A5868"
    readonly property color border: "#6F7B89"
    readonly property color pressed: "#E4EEF8"
    readonly property color action: "#0B5CAD"
    readonly property color actionPressed: "#084683"
    readonly property color notice: "#E1ECF5"
    readonly property color good: "#0B6B3A"
    readonly property color trouble: "#B3261E"
    readonly property color closed: "#ECE8DF"
    readonly property color closedBadge: "#7B7567"

    readonly property int margin: 56
    readonly property int gap: 16
    readonly property int target: 124
    readonly property int radius: 22
    // No text is smaller: what stays legible for who stands before it.
    readonly property int least: 28
}
