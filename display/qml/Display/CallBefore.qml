import QtQuick

// A call before the newest one, in a thin line: it is still on, but no longer what the hall looks up for.
Item {
    id: before

    required property string letter
    required property string digits
    required property bool marked
    required property string counter
    required property real labelShare
    required property string word
    required property string wordSecond
    required property string shortName
    required property bool fading
    required property string letterBelow
    required property string digitsBelow
    required property real size
    required property real least
    required property real pad
    required property bool wordFirst
    required property bool named
    required property bool both

    onFadingChanged: {
        leave.to = before.fading ? 0 : 1;
        leave.restart();
    }

    NumberAnimation { id: leave; target: before; property: "opacity"; duration: 220; easing.type: Easing.InQuad }
    Rectangle { anchors.fill: parent; radius: before.pad * 0.5; color: "transparent"; border.width: 2; border.color: Theme.line }
    TicketNumber {
        id: ticket
        objectName: "beforeNumber"
        x: before.pad
        anchors.verticalCenter: parent.verticalCenter
        letter: before.letter
        digits: before.digitsBelow === "" ? before.digits : before.digits + "\u2002" + (before.letterBelow === "" ? "" : before.letterBelow + "\u2009") + before.digitsBelow
        marked: before.marked
        size: before.size
    }
    FitSaid {
        objectName: "beforeName"
        x: ticket.x + ticket.width + before.size * 0.25
        visible: before.named
        width: Math.max(1, where.x - x - before.size * 0.2)
        height: parent.height
        words: before.shortName
        oneLine: true
        size: Math.max(before.least, Math.min(before.size * 0.45, height * 0.7))
        least: before.least
        color: Theme.quiet
    }
    CallWhere {
        id: where
        x: parent.width - before.pad - width
        anchors.verticalCenter: parent.verticalCenter
        height: before.size * 0.98
        room: before.height
        counter: before.counter
        labelShare: before.labelShare
        word: before.word
        wordSecond: before.both ? before.wordSecond : ""
        wordFirst: before.wordFirst
        size: before.size
        least: before.least
    }
}
