import QtQuick
import DisplayTypes
import ScreenTypes

// The numbers that missed theirs, and what to do about it, also while there are none.
Item {
    id: missed

    required property OrderView view
    readonly property OrderSizes sizes: view.sizes
    readonly property real least: sizes.least
    readonly property color ink: view.old ? Theme.old : Theme.trouble

    Rectangle {
        id: tag
        objectName: "missedTag"
        // Nobody is told of missed numbers where there are none.
        visible: missed.view.missed !== "" || missed.view.missedMore.own !== ""
        width: Math.min(Math.max(Fitter.width(missed.view.missedTitle.own, true, missed.sizes.missedTitle), Fitter.width(missed.view.missedTitle.second, false, missed.least)) + missed.sizes.heading * 0.8, parent.width * 0.4)
        height: missed.sizes.missedLine - missed.sizes.margin * 0.03
        radius: height * 0.16
        color: "transparent"
        border.width: Math.max(2, missed.sizes.heading * 0.06)
        border.color: missed.ink

        Pair {
            x: missed.sizes.heading * 0.35
            width: parent.width - 2 * x
            // The dot under a letter, as in lượt, stands clear of the frame.
            height: missed.sizes.missedLine - missed.sizes.margin * 0.15
            own: missed.view.missedTitle.own
            second: missed.view.missedTitle.second
            size: missed.sizes.missedTitle
            secondSize: missed.least
            least: missed.least
            color: missed.ink
            secondColor: missed.ink
        }
    }
    FitSaid {
        objectName: "missedNumbers"
        visible: words !== ""
        x: tag.width + missed.sizes.heading * 0.5
        width: Math.max(1, parent.width - x - (more.visible ? more.width + missed.sizes.missedMore * 0.6 : 0))
        // The first of several lines stands beside the tag, however many there are.
        readonly property bool several: missed.sizes.missedLines > 1
        y: several ? Math.max(0, (tag.height - 1.2 * missed.sizes.missedNumber) / 2) : 0
        height: missed.sizes.missedNumbers - missed.sizes.margin * 0.15 - y
        verticalAlignment: several ? Text.AlignTop : Text.AlignVCenter
        words: missed.view.missed
        oneLine: !several
        size: missed.sizes.missedNumber
        least: missed.least
        bold: !missed.view.old
        color: missed.view.old ? Theme.old : Theme.text
    }
    Pair {
        id: more
        objectName: "missedMore"
        visible: own !== ""
        x: parent.width - width
        width: Math.max(Fitter.width(own, true, size), Fitter.width(second, false, secondSize))
        height: tag.height
        own: missed.view.missedMore.own
        second: missed.view.missedMore.second
        size: missed.sizes.missedMore
        secondSize: missed.least
        least: missed.least
    }
    FitSaid {
        objectName: "missedRule"
        y: missed.sizes.missedNumbers
        width: parent.width
        height: missed.sizes.missedRule
        words: missed.view.missedRule.own
        size: missed.sizes.heading
        least: missed.least
    }
    FitSaid {
        objectName: "missedRuleSecond"
        y: missed.sizes.missedNumbers + missed.sizes.missedRule
        width: parent.width
        height: missed.sizes.missedSecond
        words: missed.view.missedRule.second
        size: missed.sizes.heading * 0.85
        least: missed.least
        color: Theme.quiet
    }
}
