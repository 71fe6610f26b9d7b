pragma Singleton
import QtQuick
import Screen

// Colours of the wall; meaning is always shape or word as well.
QtObject {
    readonly property color background: "#0A1A2F"
    readonly property color deep: "#071425"
    readonly property color surface: "#12294A"
    readonly property color raised: "#1B3A66"
    readonly property color line: "#2A4A75"
    readonly property color text: "#F7FAFC"
    readonly property color quiet: "#B6C4D6"
    // Numbers of another time: as faint as a number may be.
    readonly property color old: "#9BA9BC"
    readonly property color call: CallColours.call
    readonly property color ink: CallColours.ink
    readonly property color information: "#5CD6C8"
    readonly property color good: "#7EE08A"
    readonly property color trouble: "#FF8A5B"
}
