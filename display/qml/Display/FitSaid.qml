import QtQuick
import DisplayTypes

// A text that wraps (unless it is of one line) and, where that is not enough, shrinks into its width and height.
Said {
    readonly property bool fits: true
    property bool oneLine: false

    font.pixelSize: Math.max(1, Math.floor(Fitter.size(text, bold, width, height, size, oneLine)))
    wrapMode: oneLine ? Text.NoWrap : Text.Wrap
    lineHeight: 0.92
}
