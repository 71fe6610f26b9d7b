pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes
import ScreenTypes

// The last calls, newest on top, and the numbers that missed theirs.
Item {
    id: calls

    required property OrderView view
    readonly property OrderSizes sizes: view.sizes
    readonly property real margin: sizes.margin
    readonly property real heading: sizes.heading
    readonly property real least: sizes.least
    readonly property real row: sizes.rowHeight
    readonly property real number: sizes.listNumber
    readonly property real inside: width - 2 * margin

    Item {
        id: titles
        x: calls.margin
        y: calls.margin * 0.3
        width: calls.inside
        height: calls.sizes.listTitle

        Pair {
            width: parent.width * 0.56
            height: parent.height
            own: calls.view.listTitle.own
            second: calls.view.listTitle.second
            size: calls.heading
            secondSize: calls.heading * 0.72
            least: calls.least
            color: Theme.quiet
        }
        Pair {
            readonly property real natural: Fitter.width(own, true, size) + Fitter.width(second, false, Math.max(least, secondSize)) + size * 0.5

            x: parent.width - width
            width: Math.min(natural, parent.width * 0.41)
            height: parent.height
            own: calls.view.counterTitle.own
            second: calls.view.counterTitle.second
            size: calls.heading
            secondSize: calls.heading * 0.72
            least: calls.least
            color: Theme.quiet
        }
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 2; color: Theme.line }
    }
    Column {
        id: rows
        x: calls.margin
        anchors.top: titles.bottom
        width: calls.inside

        Repeater {
            model: calls.view.calls

            Item {
                id: line

                required property string letter
                required property string digits
                required property bool marked
                required property string counter
                required property real labelShare
                required property string name
                required property bool fresh

                objectName: "lastCall"
                width: rows.width
                height: calls.row

                TicketNumber {
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.verticalCenterOffset: -calls.sizes.listLift
                    letter: line.letter
                    digits: line.digits
                    marked: line.marked
                    reserve: true
                    size: calls.number
                    color: line.fresh ? Theme.call : Theme.text
                }
                FitSaid {
                    objectName: "lastName"
                    visible: calls.sizes.listNames
                    anchors.verticalCenter: parent.verticalCenter
                    x: calls.sizes.numberRoom + calls.margin * 0.5
                    width: Math.max(1, calls.inside - x - calls.sizes.labelRoom - calls.margin * 0.4)
                    height: calls.row * 0.94
                    words: line.name
                    size: calls.view.listName
                    least: calls.least
                    color: line.fresh ? Theme.text : Theme.quiet
                }
                CounterLabel {
                    anchors.right: parent.right
                    y: -calls.sizes.listLift
                    height: parent.height
                    words: line.counter
                    number: calls.number
                    share: line.labelShare
                    least: calls.least
                    most: Math.min(calls.number * 2.5, calls.inside - calls.sizes.numberRoom - calls.margin * 0.3)
                    color: line.fresh ? Theme.call : Theme.text
                }
                Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line; opacity: 0.7 }
            }
        }
    }
    Column {
        visible: calls.view.callCount === 0
        x: calls.margin
        anchors.top: titles.bottom
        anchors.topMargin: calls.margin
        width: calls.inside

        FitSaid { width: parent.width; height: calls.heading * 1.6; words: calls.view.listEmpty.own; size: calls.heading; least: calls.least; color: Theme.quiet }
        FitSaid { width: parent.width; height: calls.heading * 1.4; words: calls.view.listEmpty.second; size: calls.heading * 0.72; least: calls.least; color: Theme.quiet }
    }
    Item {
        id: missed
        visible: calls.view.missed !== ""
        x: calls.margin
        width: calls.inside
        height: calls.sizes.missedHeight
        y: calls.height - height - calls.margin * 0.2

        Rectangle {
            id: tag
            y: calls.row * 0.05
            width: Math.min(Fitter.width(calls.view.missedTitle.own, true, calls.sizes.missedTitle) + calls.heading * 0.8, parent.width * 0.4)
            height: calls.sizes.missedTag - y
            radius: height * 0.2
            color: "transparent"
            border.width: Math.max(2, calls.heading * 0.06)
            border.color: Theme.trouble

            FitSaid {
                x: calls.heading * 0.35
                width: parent.width - 2 * x
                height: parent.height
                horizontalAlignment: Text.AlignHCenter
                words: calls.view.missedTitle.own
                oneLine: true
                size: calls.sizes.missedTitle
                least: calls.least
                bold: true
                color: Theme.trouble
            }
        }
        FitSaid {
            objectName: "missedNumbers"
            x: tag.width + calls.heading * 0.5
            y: tag.y
            width: parent.width - x
            height: tag.height
            words: calls.view.missed
            oneLine: true
            size: Math.max(calls.least, calls.sizes.missedTag * 0.7)
            least: calls.least
            bold: true
        }
        FitSaid {
            y: tag.y + tag.height + calls.row * 0.02
            width: parent.width
            height: parent.height - y
            words: calls.view.missedRule.own
            size: calls.heading * 0.85
            least: calls.least
            color: Theme.quiet
        }
    }
    Rectangle { objectName: "listEdge"; visible: calls.x > 0; width: 2; height: parent.height; color: Theme.line }
}
