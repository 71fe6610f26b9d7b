import QtQuick

// A text that wraps and, where that is not enough, shrinks into its width and height.
Said {
    readonly property bool fits: true

    fontSizeMode: Text.Fit
    minimumPixelSize: Math.max(6, Math.round(size * 0.35))
    wrapMode: Text.Wrap
    lineHeight: 0.92
}
