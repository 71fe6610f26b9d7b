import QtQuick
import ScreenTypes

// A text that wraps (unless it is of one line) and, where that is not enough, shrinks into its width and height, down
// to `least` pixels; below that it is shortened with "…". A single word is never broken, one among others only at that size.
HallText {
    property bool oneLine: false
    property real least: 1
    // Of a text that is as high as its lines: how high it may grow.
    property real tallest: height

    font.pixelSize: Math.max(1, Math.floor(Fitter.size(text, bold, width, tallest, size, oneLine, least)))
    wrapMode: oneLine || Fitter.unbroken(text) ? Text.NoWrap : Text.Wrap
    elide: least > 1 ? Text.ElideRight : Text.ElideNone
    lineHeight: 0.92
    // A line has more air above its letters than below; only these have to stand in the middle and inside.
    topPadding: tallest === height ? -0.2 * font.pixelSize - 1 : 0
    bottomPadding: tallest === height ? -0.04 * font.pixelSize - 1 : 0
    maximumLineCount: oneLine || Fitter.unbroken(text) ? 1 : least > 1 ? Math.max(1, Math.floor((tallest / font.pixelSize - 1.2) / Fitter.lineEm(bold) + 0.02) + 1) : 1000
}
