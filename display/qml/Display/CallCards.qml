pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes

// One to four cards share the room, the newest on top.
Item {
    id: cards

    required property OrderView view
    readonly property real margin: view.sizes.margin
    readonly property real gap: view.sizes.cardGap
    readonly property real each: (height - 2 * margin - (view.cardCount - 1) * gap) / Math.max(1, view.cardCount)

    Repeater {
        model: cards.view.cards

        CallCard {
            required property int index

            objectName: "callCard"
            x: cards.margin
            y: cards.margin + index * (cards.each + cards.gap)
            width: cards.width - 2 * cards.margin
            height: cards.each
            margin: cards.margin
            calm: cards.view.calm
            wordFirst: cards.view.wordFirst
            shape: cards.view.cardShape
            numberSize: cards.view.cardNumber
            nameSize: cards.view.cardName
            secondSize: cards.view.cardSecond
            nameRoom: cards.view.cardNameRoom
            least: cards.view.sizes.least
        }
    }
}
