import QtQuick

// The newest call: service, number, counter. Comes in over 300 ms and is inverted three times in 2.4 s for each flash:
// its number is as easy to read in the pulse as out of it.
Item {
    id: card

    required property string letter
    required property string digits
    required property bool marked
    required property string counter
    required property real labelShare
    required property string word
    required property string wordSecond
    required property string name
    required property string nameSecond
    required property int flashes
    required property bool fading
    required property string letterBelow
    required property string digitsBelow
    required property string shape
    required property real numberSize
    required property real counterSize
    required property real nameSize
    required property real secondSize
    required property real nameRoom
    required property real least
    required property real margin
    required property bool calm
    required property bool wordFirst
    // Whether it is known to be on still: nobody is sent by what is old.
    required property bool current
    property bool inverted: false
    readonly property bool pulsing: pulse.running
    readonly property bool settled: !enter.running && !arrive.running
    readonly property real pad: margin * 1.2
    readonly property bool tall: shape === "tall"
    readonly property int lines: digitsBelow !== "" ? 2 : 1
    readonly property color call: inverted ? Theme.ink : current ? Theme.call : Theme.text
    readonly property color text: inverted ? Theme.ink : Theme.text
    readonly property color quiet: inverted ? Theme.ink : Theme.quiet

    function flash(): void {
        if (card.flashes > 0 && !card.calm)
            pulse.restart();
    }
    function rest(): void {
        pulse.stop();
        card.inverted = false;
    }

    onFlashesChanged: flash()
    onCurrentChanged: rest()
    onFadingChanged: {
        rest();
        enter.stop();
        arrive.stop();
        leave.to = card.fading ? 0 : 1;
        leave.restart();
    }
    Component.onCompleted: {
        if (card.calm)
            enter.start();
        else if (card.flashes > 0)
            arrive.start();
        flash();
    }

    NumberAnimation { id: enter; target: card; property: "opacity"; from: 0; to: 1; duration: 300 }
    NumberAnimation { id: arrive; target: slide; property: "x"; from: -card.margin; to: 0; duration: 300; easing.type: Easing.OutCubic }
    NumberAnimation { id: leave; target: card; property: "opacity"; duration: 220; easing.type: Easing.InQuad }
    SequentialAnimation {
        id: pulse
        loops: 3

        PropertyAction { target: card; property: "inverted"; value: true }
        PauseAnimation { duration: 400 }
        PropertyAction { target: card; property: "inverted"; value: false }
        PauseAnimation { duration: 400 }
    }
    Item {
        id: slide
        width: card.width
        height: card.height

        Rectangle {
            objectName: "cardBack"
            anchors.fill: parent
            radius: card.margin * 0.6
            border.width: Math.max(2, card.margin * 0.3)
            border.color: card.current ? Theme.call : Theme.line
            color: card.inverted ? Theme.call : Theme.surface
        }
        Pair {
            id: head
            x: card.pad
            y: card.pad * (card.tall ? 0.8 : 0.35)
            width: card.width - 2 * card.pad
            height: card.nameRoom
            own: card.name
            second: card.nameSecond
            size: card.nameSize
            secondSize: card.secondSize
            least: card.least
            color: card.text
            secondColor: card.quiet
        }
        Item {
            id: numbers
            x: card.pad
            y: head.y + head.height
            width: head.width
            height: card.height - y - card.pad * (card.tall ? 0.8 : 0.45)
            // Above each other, each has of the height what it has of the sizes.
            readonly property real line: height / (card.lines + card.counterSize / card.numberSize)

            TicketNumber {
                id: ticket
                objectName: "cardNumber"
                x: card.tall ? (parent.width - width) / 2 : 0
                y: card.tall ? 0 : (parent.height - height * card.lines) / 2
                height: card.tall ? parent.line : card.numberSize * 0.98
                letter: card.letter
                digits: card.digits
                marked: card.marked
                size: card.numberSize
                color: card.call
            }
            TicketNumber {
                objectName: "numbersBelow"
                visible: card.digitsBelow !== ""
                x: card.tall ? (parent.width - width) / 2 : 0
                y: ticket.y + ticket.height
                height: ticket.height
                letter: card.letterBelow
                digits: card.digitsBelow
                marked: false
                size: card.numberSize
                color: card.call
            }
            CallWhere {
                objectName: "cardWhere"
                x: card.tall ? (parent.width - width) / 2 : parent.width - width
                y: card.tall ? parent.height - height : (parent.height - height) / 2
                height: card.tall ? parent.line * card.counterSize / card.numberSize : card.counterSize * 0.98
                counter: card.counter
                labelShare: card.labelShare
                word: card.word
                wordSecond: card.wordSecond
                wordFirst: card.wordFirst
                size: card.counterSize
                least: card.least
                color: card.text
                quiet: card.quiet
            }
        }
    }
}
