import QtQuick
import DisplayTypes

// The link is lost: since when, and what to do. A triangle, words and a colour.
Rectangle {
    id: stale

    required property Phrase line
    required property real margin
    required property real least

    color: Theme.trouble

    Said {
        id: sign
        x: stale.margin
        height: parent.height
        text: "▲"
        size: stale.height * 0.5
        bold: true
        color: Theme.ink
    }
    FitSaid {
        objectName: "staleLine"
        x: sign.x + sign.width + stale.margin * 0.6
        y: stale.line.second === "" ? 0 : stale.height * 0.01
        width: parent.width - x - stale.margin
        height: stale.line.second === "" ? stale.height : stale.height * 0.48
        words: stale.line.own
        size: stale.height * 0.42
        least: stale.least
        bold: true
        color: Theme.ink
    }
    FitSaid {
        x: sign.x + sign.width + stale.margin * 0.6
        y: stale.height * 0.49
        width: parent.width - x - stale.margin
        height: stale.height * 0.46
        words: stale.line.second
        size: stale.height * 0.3
        least: stale.least
        color: Theme.ink
    }
}
