pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes

// The newest call as large as can be; below it those before, each in a line.
Item {
    id: cards

    required property OrderView view
    readonly property OrderSizes sizes: view.sizes
    readonly property real margin: sizes.margin
    readonly property real step: sizes.lineHeight + sizes.lineGap
    readonly property real newest: height - 2 * margin - Math.max(0, view.cardCount - 1) * step

    Repeater {
        model: cards.view.cards

        CallCard {
            objectName: "callCard"
            x: cards.margin
            y: cards.margin
            width: cards.width - 2 * cards.margin
            height: cards.newest
            margin: cards.margin
            calm: cards.view.calm
            current: !cards.view.isStale
            wordFirst: cards.view.wordFirst
            shape: cards.view.cardShape
            numberSize: cards.view.cardNumber
            counterSize: cards.view.cardCounter
            nameSize: cards.view.cardName
            secondSize: cards.view.cardSecond
            nameRoom: cards.view.cardNameRoom
            least: cards.sizes.least
        }
    }
    Repeater {
        model: cards.view.before

        CallBefore {
            required property int index

            objectName: "callBefore"
            x: cards.margin
            y: cards.margin + cards.newest + index * cards.step + cards.sizes.lineGap
            width: cards.width - 2 * cards.margin
            height: cards.sizes.lineHeight
            pad: cards.margin * 0.6
            wordFirst: cards.view.wordFirst
            size: cards.view.beforeNumber
            named: cards.view.beforeNamed
            both: cards.sizes.lineBoth
            least: cards.sizes.least
        }
    }
}
