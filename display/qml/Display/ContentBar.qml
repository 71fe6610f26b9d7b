pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes

// Whose turn it is and where; between calls which guide is on, and the round of guides.
Rectangle {
    id: bar

    required property ContentView view
    readonly property real margin: view.sizes.margin
    readonly property real least: view.sizes.leastSecond
    readonly property real number: view.barNumber
    // What is old sends nobody.
    readonly property bool go: view.called && !view.isStale
    readonly property color ink: go ? Theme.ink : Theme.text

    color: go ? Theme.call : Theme.surface

    Row {
        id: left
        x: bar.margin
        height: parent.height

        TicketNumber {
            visible: bar.view.called
            anchors.verticalCenter: parent.verticalCenter
            letter: bar.view.letter
            digits: bar.view.digits
            marked: bar.view.marked
            size: bar.number
            color: bar.ink
        }
        Badge {
            visible: !bar.view.called && bar.view.prefix !== ""
            anchors.verticalCenter: parent.verticalCenter
            height: bar.height * 0.52
            letter: bar.view.prefix
        }
    }
    Pair {
        objectName: "barService"
        visible: bar.view.barName > 0
        x: left.x + left.width + (left.width > 0 ? bar.margin * 0.8 : 0)
        y: bar.height * 0.06
        width: Math.min(bar.view.barName, (bar.view.called ? where.x : bar.view.round !== "" ? round.x : dots.x) - x - bar.margin * 0.5)
        height: bar.height * 0.88
        own: bar.view.service.own
        second: bar.view.service.second
        size: Math.max(bar.height * 0.36, bar.view.sizes.least)
        secondSize: bar.height * 0.23
        least: bar.least
        color: bar.ink
        secondColor: bar.go ? Theme.ink : Theme.quiet
    }
    Row {
        id: where
        visible: bar.view.called
        anchors.right: parent.right
        anchors.rightMargin: bar.margin
        height: parent.height
        spacing: bar.number * 0.18

        Said { visible: bar.view.counter !== ""; height: parent.height; text: "→"; size: bar.number * 0.8; bold: true; color: bar.ink }
        Pair {
            visible: bar.view.wordFirst && own !== ""
            anchors.verticalCenter: parent.verticalCenter
            width: bar.view.barWord
            height: bar.height * 0.84
            own: bar.view.counterWord.own
            second: bar.view.counterWord.second
            size: bar.number * 0.62
            secondSize: bar.number * 0.34
            least: bar.least
            color: bar.ink
            secondColor: bar.go ? Theme.ink : Theme.quiet
        }
        CounterLabel { height: parent.height; words: bar.view.counter; number: bar.number; share: bar.view.labelShare; least: bar.least; most: bar.number * 2.5; color: bar.ink }
        Pair {
            visible: !bar.view.wordFirst && own !== ""
            anchors.verticalCenter: parent.verticalCenter
            width: bar.view.barWord
            height: bar.height * 0.84
            own: bar.view.counterWord.own
            second: bar.view.counterWord.second
            size: bar.number * 0.62
            secondSize: bar.number * 0.34
            least: bar.least
            color: bar.ink
            secondColor: bar.go ? Theme.ink : Theme.quiet
        }
    }
    Said {
        id: round
        objectName: "round"
        visible: !bar.view.called && bar.view.round !== ""
        anchors.right: parent.right
        anchors.rightMargin: bar.margin
        height: parent.height
        text: bar.view.round
        size: Math.max(bar.least, bar.height * 0.34)
        color: Theme.quiet
    }
    Row {
        id: dots
        visible: !bar.view.called
        anchors.right: parent.right
        anchors.rightMargin: bar.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: bar.height * 0.07

        Repeater {
            model: bar.view.dots

            Rectangle {
                id: dot

                required property string prefix
                required property bool current

                width: bar.height * 0.46
                height: width
                radius: width * 0.2
                color: current ? Theme.information : "transparent"
                border.width: current ? 0 : 2
                border.color: Theme.line

                Said { anchors.centerIn: parent; text: dot.prefix; size: dot.height * 0.7; bold: dot.current; color: dot.current ? Theme.ink : Theme.quiet }
            }
        }
    }
}
