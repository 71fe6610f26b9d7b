import QtQuick
import ScreenTypes

// A text that wraps (unless it is of one line) and, where that is not enough, shrinks into its width and height, down
// to `least` pixels; below that it is shortened with "…".
HallText {
    property bool oneLine: false
    property real least: 1

    font.pixelSize: Math.max(1, Math.floor(Math.max(least, Fitter.size(text, bold, width, height, size, oneLine))))
    wrapMode: oneLine ? Text.NoWrap : Text.Wrap
    elide: least > 1 ? Text.ElideRight : Text.ElideNone
    lineHeight: 0.92
    maximumLineCount: least > 1 && !oneLine ? Math.max(1, Math.floor((height / font.pixelSize - 1.2) / Fitter.lineEm(bold)) + 1) : 1000
}
