import QtQuick
import DisplayTypes

// What takes the whole strip: a mark, words and a colour. Unless said otherwise, that the link is lost.
Rectangle {
    id: stale

    required property Phrase line
    required property real margin
    required property real least
    property string mark: "▲"
    property color ink: Theme.ink
    property string name: "staleLine"

    color: Theme.trouble

    Said {
        id: sign
        x: stale.margin
        height: parent.height
        text: stale.mark
        size: stale.height * 0.5
        bold: true
        color: stale.ink
    }
    FitSaid {
        objectName: stale.name
        x: sign.x + sign.width + stale.margin * 0.6
        y: stale.line.second === "" ? 0 : stale.height * 0.01
        width: parent.width - x - stale.margin
        height: stale.line.second === "" ? stale.height : stale.height * 0.48
        words: stale.line.own
        size: stale.height * 0.42
        least: stale.least
        bold: true
        color: stale.ink
    }
    FitSaid {
        x: sign.x + sign.width + stale.margin * 0.6
        y: stale.height * 0.49
        width: parent.width - x - stale.margin
        height: stale.height * 0.46
        words: stale.line.second
        size: stale.height * 0.3
        least: stale.least
        color: stale.ink
    }
}
