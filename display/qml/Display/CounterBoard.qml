pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes

// Every counter and who is there, each in a place of its own that never moves. Yellow, and pointing to its counter: go
// there now.
Item {
    id: board

    required property OrderView view
    readonly property OrderSizes sizes: view.sizes
    readonly property real margin: sizes.margin
    readonly property real least: sizes.least
    readonly property real row: sizes.rowHeight
    readonly property real number: sizes.boardNumber
    readonly property real inside: width - 2 * margin

    Item {
        id: titles
        visible: board.view.counterCount > 0
        x: board.margin
        y: board.margin * 0.2
        width: board.inside
        height: board.sizes.boardTitle

        Pair {
            width: parent.width
            height: parent.height
            own: board.view.boardTitle.own
            second: board.view.boardTitle.second
            size: board.sizes.heading
            secondSize: board.sizes.heading * 0.72
            least: board.least
            color: board.view.old ? Theme.text : Theme.quiet
        }
        PageMark { objectName: "boardPlace"; anchors.bottom: parent.bottom; width: parent.width; place: board.view.boardPlace; least: board.least }
    }
    Repeater {
        model: board.view.counters

        Item {
            id: line

            required property int index
            required property string label
            required property real labelShare
            required property string says
            required property string letter
            required property string digits
            required property bool marked
            required property string more
            required property string own
            required property string second
            required property bool newest
            required property bool paused
            required property real size
            required property real saidAt
            required property real saidRoom
            readonly property bool called: says === "called"
            // What is old sends nobody.
            readonly property bool go: called && !board.view.isStale
            // The newest call is filled: of many yellow rows one is seen first.
            readonly property bool filled: go && newest
            readonly property real behind: board.sizes.labelRoom + board.sizes.pointerRoom

            objectName: "counterRow"
            x: board.margin + Math.floor(index / board.sizes.boardLines) * (board.sizes.boardColumn + board.sizes.boardGap)
            y: titles.y + titles.height + (index % board.sizes.boardLines) * board.row
            width: board.sizes.boardColumn
            height: board.row

            Rectangle {
                objectName: "calledBack"
                visible: line.go
                x: -board.margin * 0.3
                width: parent.width + board.margin * 0.6
                y: board.sizes.boardEdgeAir
                height: parent.height - 2 * y
                radius: board.margin * 0.25
                color: line.filled ? Theme.call : Theme.surface
                border.width: board.sizes.boardEdge
                border.color: Theme.call
            }
            CounterLabel {
                objectName: "rowLabel"
                y: -board.sizes.boardLift
                height: parent.height
                words: line.label
                number: board.number
                share: line.labelShare
                least: board.least
                most: board.sizes.labelRoom + board.sizes.pointerRoom * 0.1
                color: line.filled ? Theme.ink : board.view.old ? Theme.old : line.says === "closed" ? Theme.quiet : Theme.text
            }
            Said {
                visible: line.go
                x: board.sizes.labelRoom
                y: -board.sizes.boardLift
                width: board.sizes.pointerRoom
                height: parent.height
                topPadding: -board.number * 0.08
                horizontalAlignment: Text.AlignHCenter
                text: "◀"
                size: Math.max(board.least, board.number * 0.4)
                color: line.filled ? Theme.ink : Theme.call
            }
            TicketNumber {
                id: ticket
                objectName: "rowNumber"
                visible: line.digits !== ""
                // It ends its row: digits stand below digits, whatever the letter is and whatever is said before them.
                x: parent.width - width - (line.more === "" ? 0 : more.width + board.number * 0.08)
                y: (parent.height - height) / 2 - board.sizes.boardLift
                letter: line.letter
                digits: line.digits
                marked: line.marked
                size: board.number * line.size
                bold: line.called && !board.view.old
                color: line.filled ? Theme.ink : line.go ? Theme.call : board.view.old ? Theme.old : Theme.text
            }
            Said {
                id: more
                // Who is called with others has no mark, whose room this is.
                visible: line.digits !== "" && line.more !== ""
                x: parent.width - width
                y: -board.sizes.boardLift
                height: parent.height
                text: line.more
                size: Math.max(board.least, board.number * 0.4)
                bold: true
                color: ticket.color
            }
            Row {
                id: bars
                objectName: "pauseMark"
                visible: line.paused
                x: line.behind + line.saidAt
                anchors.verticalCenter: parent.verticalCenter
                spacing: board.least * 0.22

                Repeater {
                    model: 2

                    Rectangle { width: board.least * 0.22; height: board.least * 0.9; color: line.filled ? Theme.ink : Theme.quiet }
                }
            }
            Pair {
                objectName: "rowSaid"
                readonly property real before: line.paused ? board.least : 0
                visible: line.own !== ""
                x: line.behind + line.saidAt + before
                width: line.saidRoom - before
                height: parent.height - 2
                flat: true
                own: line.own
                second: line.second
                size: board.sizes.boardSaid
                secondSize: board.sizes.boardSaidSecond
                least: board.least
                color: line.filled ? Theme.ink : Theme.quiet
                secondColor: color
            }
            Said {
                objectName: "rowNobody"
                visible: line.digits === "" && line.own === ""
                // Where numbers end, below the last digit of others.
                x: parent.width - width
                // In the middle of others' digits.
                y: -board.sizes.boardLift
                topPadding: -size * 0.3
                height: parent.height
                text: "–"
                size: board.number * 0.7
                color: Theme.quiet
            }
            Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line; opacity: 0.7 }
        }
    }
    MissedNumbers {
        view: board.view
        x: board.margin
        width: board.inside
        height: board.sizes.missedHeight
        y: board.height - height - board.margin * 0.4
    }
    Rectangle { objectName: "listEdge"; visible: board.x > 0; width: 2; height: parent.height; color: Theme.line }
}
