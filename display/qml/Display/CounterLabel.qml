import QtQuick
import ScreenTypes

// A counter's label beside a number of this size: a name is set smaller, an id that nobody knows ends with "…".
Said {
    id: label

    required property string words
    required property real number
    required property real share
    required property real least
    required property real most

    text: Shortener.shown(words, bold, most, font.pixelSize, 1)
    // Large digits stand in the middle of their line without its air above.
    topPadding: -size * 0.13
    // Whole pixels, and none more than there is room for.
    size: Math.max(least, Math.floor(Math.min(number * share, most / Fitter.width(words, true, 1000) * 1000)))
    bold: true
}
