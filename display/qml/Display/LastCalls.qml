pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes

// The last calls, newest on top, and the numbers that missed theirs.
Item {
    id: calls

    required property OrderView view
    readonly property real margin: view.sizes.margin
    readonly property real heading: view.sizes.heading
    readonly property real row: view.sizes.rowHeight
    readonly property real number: view.sizes.listNumber
    readonly property real inside: width - 2 * margin

    Item {
        id: titles
        x: calls.margin
        y: calls.margin * 0.3
        width: calls.inside
        height: calls.heading * 1.7

        Row {
            height: parent.height
            spacing: calls.heading * 0.5

            Said { height: parent.height; text: calls.view.listTitle.own; size: calls.heading; color: Theme.quiet; bold: true }
            Said { height: parent.height; text: calls.view.listTitle.second; size: calls.heading * 0.72; color: Theme.quiet }
        }
        Row {
            anchors.right: parent.right
            height: parent.height
            spacing: calls.heading * 0.5

            Said { height: parent.height; text: calls.view.counterTitle.second; size: calls.heading * 0.72; color: Theme.quiet }
            Said { height: parent.height; text: calls.view.counterTitle.own; size: calls.heading; color: Theme.quiet; bold: true }
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
                required property string name
                required property bool fresh

                objectName: "lastCall"
                width: rows.width
                height: calls.row

                TicketNumber {
                    id: ticket
                    anchors.verticalCenter: parent.verticalCenter
                    letter: line.letter
                    digits: line.digits
                    marked: line.marked
                    reserve: true
                    size: calls.number
                    color: line.fresh ? Theme.call : Theme.text
                }
                FitSaid {
                    anchors.verticalCenter: parent.verticalCenter
                    x: calls.number * 3.2 + calls.margin * 0.5
                    width: Math.max(1, calls.inside - x - counter.width - calls.margin * 0.4)
                    height: calls.row * 0.94
                    text: line.name
                    size: calls.view.sizes.listName
                    color: line.fresh ? Theme.text : Theme.quiet
                }
                Said {
                    id: counter
                    anchors.right: parent.right
                    height: parent.height
                    topPadding: -calls.number * 0.13
                    text: line.counter
                    // The id of a counter that nobody knows may be long.
                    size: calls.number * Math.min(1, 4 / Math.max(1, line.counter.length))
                    bold: true
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

        FitSaid { width: parent.width; height: calls.heading * 1.6; text: calls.view.listEmpty.own; size: calls.heading; color: Theme.quiet }
        FitSaid { width: parent.width; height: calls.heading * 1.2; text: calls.view.listEmpty.second; size: calls.heading * 0.72; color: Theme.quiet }
    }
    Item {
        id: missed
        visible: calls.view.missed !== ""
        x: calls.margin
        width: calls.inside
        height: calls.row
        y: calls.height - height - calls.margin * 0.35

        Rectangle {
            id: tag
            anchors.top: parent.top
            anchors.topMargin: calls.row * 0.06
            width: tagText.width + calls.heading * 0.8
            height: calls.row * 0.48
            radius: height * 0.2
            color: "transparent"
            border.width: Math.max(2, calls.heading * 0.06)
            border.color: Theme.trouble

            Said {
                id: tagText
                anchors.centerIn: parent
                text: calls.view.missedTitle.own
                size: Math.min(calls.heading, tag.height * 0.6)
                bold: true
                color: Theme.trouble
            }
        }
        FitSaid {
            objectName: "missedNumbers"
            anchors.left: tag.right
            anchors.leftMargin: calls.heading * 0.5
            anchors.verticalCenter: tag.verticalCenter
            width: parent.width - x
            height: tag.height
            text: calls.view.missed
            oneLine: true
            size: tag.height * 0.76
            bold: true
        }
        FitSaid {
            anchors.top: tag.bottom
            width: parent.width
            height: calls.row * 0.4
            text: calls.view.missedRule.own
            size: calls.heading * 0.85
            color: Theme.quiet
        }
    }
    Rectangle { width: 2; height: parent.height; color: Theme.line }
}
