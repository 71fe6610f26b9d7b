import QtQuick
import ScreenTypes

// A text and its translation in one box: side by side where both have room, else one above the other.
Item {
    id: pair

    required property string own
    required property string second
    required property real size
    required property real secondSize
    required property real least
    // Each rather smaller in one line than larger in two.
    property bool flat: false
    property color color: Theme.text
    property color secondColor: Theme.quiet
    readonly property var boxes: Fitter.pair(own, second, width, height, size, Math.max(least, secondSize), least)

    FitSaid {
        x: pair.boxes[0]
        y: pair.boxes[1]
        width: pair.boxes[2]
        height: pair.boxes[3]
        words: pair.own
        oneLine: pair.flat && Fitter.width(words, true, least) <= width
        size: pair.size
        least: pair.least
        bold: true
        color: pair.color
    }
    FitSaid {
        x: pair.boxes[4]
        y: pair.boxes[5]
        width: pair.boxes[6]
        height: pair.boxes[7]
        words: width > 1 ? pair.second : ""
        oneLine: pair.flat && Fitter.width(words, false, least) <= width
        size: pair.secondSize
        least: pair.least
        color: pair.secondColor
    }
}
