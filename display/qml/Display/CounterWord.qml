import QtQuick
import ScreenTypes

// 號櫃檯 or Counter, beside a counter's number of this size.
Column {
    id: word

    required property string own
    required property string second
    required property real size
    required property real least
    property color color: Theme.text
    property color quiet: Theme.quiet
    readonly property real ownSize: Math.max(least, size * 0.33)
    readonly property real secondSize: Math.max(least, size * 0.21)

    width: Math.min(Math.max(size * 1.6, least * 5), Math.max(Fitter.width(own, true, ownSize), Fitter.width(second, false, secondSize)))

    FitSaid {
        visible: words !== ""
        width: word.width
        height: word.ownSize * 1.28
        words: word.own
        oneLine: true
        size: word.ownSize
        least: word.least
        bold: true
        color: word.color
    }
    FitSaid {
        visible: words !== ""
        width: word.width
        height: word.secondSize * 1.28
        words: word.second
        oneLine: true
        size: word.secondSize
        least: word.least
        color: word.quiet
    }
}
