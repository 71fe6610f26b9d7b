import QtQuick

// One call: service, number, counter. Comes in over 300 ms; the number pulses three times in 2.4 s for each flash.
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
    required property string shortName
    required property int flashes
    required property bool fading
    required property string letterBelow
    required property string digitsBelow
    required property string shape
    required property real numberSize
    required property real nameSize
    required property real secondSize
    required property real nameRoom
    required property real least
    required property real margin
    required property bool calm
    required property bool wordFirst
    readonly property bool pulsing: pulse.running
    readonly property bool settled: !enter.running
    readonly property real pad: margin * 1.2
    readonly property bool tall: shape === "tall"
    readonly property bool inLine: shape === "line"
    readonly property int lines: digitsBelow !== "" ? 2 : 1

    function flash(): void {
        if (card.flashes > 0 && !card.calm)
            pulse.restart();
    }

    onFlashesChanged: flash()
    onFadingChanged: {
        pulse.stop();
        enter.stop();
        leave.to = card.fading ? 0 : 1;
        leave.restart();
    }
    Component.onCompleted: {
        enter.start();
        flash();
    }

    ParallelAnimation {
        id: enter
        NumberAnimation { target: card; property: "opacity"; from: 0; to: 1; duration: 300 }
        NumberAnimation {
            target: slide
            property: "x"
            from: card.calm ? 0 : -card.margin * 2
            to: 0
            duration: 300
            easing.type: Easing.OutCubic
        }
    }
    NumberAnimation { id: leave; target: card; property: "opacity"; duration: 500; easing.type: Easing.InQuad }
    SequentialAnimation {
        id: pulse
        loops: 3
        ParallelAnimation {
            NumberAnimation { target: numbers; property: "scale"; from: 1; to: card.tall ? 1.05 : 1.025; duration: 300; easing.type: Easing.OutQuad }
            NumberAnimation { target: glow; property: "opacity"; from: 0; to: 0.3; duration: 300 }
        }
        ParallelAnimation {
            NumberAnimation { target: numbers; property: "scale"; to: 1; duration: 500; easing.type: Easing.InOutQuad }
            NumberAnimation { target: glow; property: "opacity"; to: 0; duration: 500 }
        }
    }
    Item {
        id: slide
        width: card.width
        height: card.height

        Rectangle {
            anchors.fill: parent
            radius: card.margin * 0.6
            border.width: Math.max(2, card.margin * 0.2)
            border.color: Theme.call
            gradient: Gradient {
                GradientStop { position: 0; color: Theme.raised }
                GradientStop { position: 1; color: Theme.surface }
            }
        }
        Rectangle { id: glow; anchors.fill: parent; radius: card.margin * 0.6; color: Theme.call; opacity: 0 }
        Pair {
            id: head
            x: card.pad
            visible: !card.inLine
            y: card.tall ? card.pad * 0.8 : card.inLine ? 0 : card.pad * 0.35
            width: card.width - 2 * card.pad
            height: card.inLine ? 0 : card.nameRoom
            own: card.inLine ? "" : card.name
            second: card.inLine ? "" : card.nameSecond
            size: card.nameSize
            secondSize: card.secondSize
            least: card.least
        }
        Item {
            id: numbers
            x: card.pad
            y: head.y + head.height
            width: head.width
            height: card.height - y - (card.tall ? card.pad * 0.8 : card.inLine ? 0 : card.pad * 0.45)

            TicketNumber {
                id: ticket
                x: card.tall ? (parent.width - width) / 2 : 0
                y: card.tall ? 0 : (parent.height - height * card.lines) / 2
                height: card.tall ? parent.height / (1 + card.lines) : card.numberSize * 0.98
                letter: card.letter
                digits: card.digits
                marked: card.marked
                size: card.numberSize
                color: Theme.call
            }
            TicketNumber {
                id: below
                objectName: "numbersBelow"
                visible: card.digitsBelow !== ""
                x: card.tall ? (parent.width - width) / 2 : 0
                y: ticket.y + ticket.height
                height: ticket.height
                letter: card.letterBelow
                digits: card.digitsBelow
                marked: false
                size: card.numberSize
                color: Theme.call
            }
            Row {
                id: where
                x: card.tall ? (parent.width - width) / 2 : parent.width - width
                y: card.tall ? parent.height - height : (parent.height - height) / 2
                height: card.tall ? parent.height / (1 + card.lines) : card.numberSize * 0.98
                spacing: card.numberSize * 0.14

                Said {
                    visible: !card.inLine && card.counter !== ""
                    height: parent.height
                    topPadding: -card.numberSize * 0.1
                    text: "→"
                    size: card.numberSize * 0.72
                    bold: true
                    color: Theme.quiet
                }
                CounterWord {
                    visible: card.wordFirst && own !== ""
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.verticalCenterOffset: card.numberSize * 0.06
                    own: card.word
                    second: card.wordSecond
                    size: card.numberSize
                    least: card.least
                }
                CounterLabel {
                    objectName: "cardCounter"
                    height: parent.height
                    words: card.counter
                    number: card.numberSize
                    share: card.labelShare
                    least: card.least
                    most: card.numberSize * 2.5
                }
                CounterWord {
                    visible: !card.wordFirst && own !== ""
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.verticalCenterOffset: card.numberSize * 0.06
                    own: card.word
                    second: card.wordSecond
                    size: card.numberSize
                    least: card.least
                }
            }
            Column {
                visible: card.inLine
                anchors.verticalCenter: parent.verticalCenter
                x: Math.max(ticket.width, below.visible ? below.width : 0) + card.numberSize * 0.12
                width: where.x - x - card.numberSize * 0.12

                FitSaid {
                    objectName: "cardShortName"
                    visible: parent.width > card.least * 4
                    width: parent.width
                    height: Math.max(card.nameSize * 1.25, Math.min(card.height * 0.6, card.least * 2.6))
                    horizontalAlignment: Text.AlignHCenter
                    words: card.inLine ? card.shortName : ""
                    size: card.nameSize
                    least: card.least
                }
                Said {
                    visible: card.counter !== ""
                    anchors.horizontalCenter: parent.horizontalCenter
                    height: size * 0.7
                    topPadding: -size * 0.175
                    text: "→"
                    size: Math.max(card.least, card.numberSize * 0.4)
                    bold: true
                    color: Theme.quiet
                }
            }
        }
    }
}
