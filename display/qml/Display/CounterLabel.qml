import QtQuick
import ScreenTypes

// A counter's label beside a number of this size: a name is set smaller, an id that nobody knows ends with "…".
Said {
    id: label

    required property real number
    required property real share
    required property real least
    required property real most

    width: Math.min(implicitWidth, most)
    // Large digits stand in the middle of their line without its air above.
    topPadding: -size * 0.13
    size: Math.max(least, Math.min(number * share, most / Fitter.width(text, true, 1000) * 1000))
    bold: true
    elide: Text.ElideRight
}
