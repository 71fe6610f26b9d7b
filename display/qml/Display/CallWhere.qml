import QtQuick
import ScreenTypes

// → 3 號櫃檯, beside or below a number of this size.
Row {
    id: where

    required property string counter
    required property real labelShare
    required property string word
    required property string wordSecond
    required property bool wordFirst
    required property real size
    required property real least
    // Height that two lines beside a number may take.
    property real room: Infinity
    property color color: Theme.text
    property color quiet: Theme.quiet

    spacing: size * 0.14

    Said {
        visible: where.counter !== ""
        height: parent.height
        topPadding: -where.size * 0.1
        text: "→"
        size: where.size * 0.72
        bold: true
        color: where.quiet
    }
    CounterWord {
        visible: where.wordFirst && own !== ""
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: Math.max(0, Math.min(where.size * 0.06, (where.room - height) / 2 - 1))
        own: where.word
        second: where.wordSecond
        size: where.size
        least: where.least
        color: where.color
        quiet: where.quiet
    }
    CounterLabel {
        objectName: "cardCounter"
        height: parent.height
        words: where.counter
        number: where.size
        share: where.labelShare
        least: where.least
        // A name is as small as any text at least, and whole.
        most: Math.max(where.size * 2.5, Fitter.width(where.counter, true, where.least))
        color: where.color
    }
    CounterWord {
        visible: !where.wordFirst && own !== ""
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: Math.max(0, Math.min(where.size * 0.06, (where.room - height) / 2 - 1))
        own: where.word
        second: where.wordSecond
        size: where.size
        least: where.least
        color: where.color
        quiet: where.quiet
    }
}
