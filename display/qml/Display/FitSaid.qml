import QtQuick
import DisplayTypes

// A text that wraps and, where that is not enough, shrinks into its width and height.
Said {
    readonly property bool fits: true

    font.pixelSize: Math.max(1, Math.floor(Fitter.size(text, bold, width, height, size)))
    wrapMode: Text.Wrap
    lineHeight: 0.92
}
