pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes
import ScreenTypes

// What takes the whole strip: a mark, words and a colour. Unless said otherwise, that the link is lost. Without a mark,
// the two bars of a pause.
Rectangle {
    id: stale

    required property Phrase line
    required property real margin
    required property real least
    property string mark: "▲"
    property color ink: Theme.ink
    property string name: "staleLine"

    color: Theme.trouble

    Row {
        visible: stale.mark === ""
        x: stale.margin + (sign.width - width) / 2
        anchors.verticalCenter: parent.verticalCenter
        spacing: stale.height * 0.12

        Repeater {
            model: 2

            Rectangle { width: stale.height * 0.12; height: stale.height * 0.42; color: stale.ink }
        }
    }
    Said {
        id: sign
        x: stale.margin
        height: parent.height
        width: stale.height * 0.5
        text: stale.mark
        size: stale.height * 0.5
        bold: true
        color: stale.ink
    }
    FitSaid {
        objectName: stale.name
        x: sign.x + sign.width + stale.margin * 0.6
        // Two lines, where it needs them, keep off the edges.
        readonly property real alone: Math.min(stale.height, Math.max(stale.height * 0.8, 2.6 * least))
        y: stale.line.second === "" ? (stale.height - alone) / 2 : stale.height * 0.05
        width: parent.width - x - stale.margin
        height: stale.line.second === "" ? alone : stale.height * 0.48
        words: stale.line.own
        oneLine: Fitter.width(words, true, least) <= width
        size: stale.height * 0.42
        least: stale.least
        bold: true
        color: stale.ink
    }
    FitSaid {
        x: sign.x + sign.width + stale.margin * 0.6
        y: stale.height * 0.5
        width: parent.width - x - stale.margin
        height: stale.height * 0.46
        words: stale.line.second
        size: stale.height * 0.3
        least: stale.least
        color: stale.ink
    }
}
