import QtQuick
import ScreenTypes

// A text that wraps (unless it is of one line) and, where that is not enough, shrinks into its width and height, down
// to `least` pixels; below that it is shortened with "…". A box too narrow for a word breaks it only at that size.
HallText {
    property bool oneLine: false
    property real least: 1
    // Of a text that is as high as its lines: how high it may grow.
    property real tallest: height

    font.pixelSize: Math.max(1, Math.floor(Fitter.size(text, bold, width, tallest, size, oneLine, least)))
    wrapMode: oneLine ? Text.NoWrap : Text.Wrap
    elide: least > 1 ? Text.ElideRight : Text.ElideNone
    lineHeight: 0.92
    maximumLineCount: oneLine ? 1 : least > 1 ? Math.max(1, Math.floor((tallest / font.pixelSize - 1.2) / Fitter.lineEm(bold) + 0.02) + 1) : 1000
}
