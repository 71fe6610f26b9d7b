pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes

// Whose turn it is and where; between calls which guide is on, and the round of guides.
Rectangle {
    id: bar

    required property ContentView view
    readonly property real margin: view.sizes.margin
    readonly property real number: height * 0.56

    color: view.called ? Theme.call : Theme.surface

    Row {
        id: left
        x: bar.margin
        height: parent.height
        spacing: bar.margin * 0.7

        TicketNumber {
            visible: bar.view.called
            anchors.verticalCenter: parent.verticalCenter
            letter: bar.view.letter
            digits: bar.view.digits
            marked: bar.view.marked
            size: bar.number
            color: Theme.ink
        }
        Badge {
            visible: !bar.view.called && bar.view.prefix !== ""
            anchors.verticalCenter: parent.verticalCenter
            height: bar.height * 0.52
            letter: bar.view.prefix
        }
    }
    FitSaid {
        id: name
        x: left.x + left.width + bar.margin * 0.8
        y: bar.view.service.second === "" ? 0 : bar.height * 0.08
        width: (bar.view.called ? where.x : dots.x) - x - bar.margin * 0.6
        height: bar.view.service.second === "" ? bar.height : bar.height * 0.52
        text: bar.view.service.own
        size: bar.height * 0.36
        bold: true
        color: bar.view.called ? Theme.ink : Theme.text
    }
    FitSaid {
        x: name.x
        y: bar.height * 0.57
        width: name.width
        height: bar.height * 0.34
        text: bar.view.service.second
        size: bar.height * 0.23
        color: bar.view.called ? Theme.ink : Theme.quiet
    }
    Row {
        id: where
        visible: bar.view.called
        anchors.right: parent.right
        anchors.rightMargin: bar.margin
        height: parent.height
        spacing: bar.height * 0.12

        Said { visible: bar.view.counter !== ""; height: parent.height; text: "→"; size: bar.number * 0.8; bold: true; color: Theme.ink }
        Said { visible: bar.view.wordFirst; height: parent.height; text: bar.view.counterWord.own; size: bar.number * 0.62; bold: true; color: Theme.ink }
        Said { height: parent.height; topPadding: -bar.number * 0.13; text: bar.view.counter; size: bar.number; bold: true; color: Theme.ink }
        Said { visible: !bar.view.wordFirst; height: parent.height; text: bar.view.counterWord.own; size: bar.number * 0.62; bold: true; color: Theme.ink }
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

                width: bar.height * 0.34
                height: width
                radius: width * 0.2
                color: current ? Theme.information : "transparent"
                border.width: current ? 0 : 2
                border.color: Theme.line

                Said { anchors.centerIn: parent; text: dot.prefix; size: dot.height * 0.62; bold: dot.current; color: dot.current ? Theme.ink : Theme.quiet }
            }
        }
    }
}
