import QtQuick
import ScreenTypes

// 號櫃檯 or Counter, beside a counter's number of this size.
Column {
    id: word

    required property string own
    required property string second
    required property real size
    required property real least
    readonly property real ownSize: Math.max(least, size * 0.33)
    readonly property real secondSize: Math.max(least, size * 0.21)

    width: Math.min(size * 1.6, Math.max(Fitter.width(own, true, ownSize), Fitter.width(second, false, secondSize)))

    FitSaid {
        visible: words !== ""
        width: word.width
        height: word.ownSize * 1.28
        words: word.own
        oneLine: true
        size: word.ownSize
        least: word.least
        bold: true
    }
    FitSaid {
        visible: words !== ""
        width: word.width
        height: word.secondSize * 1.28
        words: word.second
        oneLine: true
        size: word.secondSize
        least: word.least
        color: Theme.quiet
    }
}
