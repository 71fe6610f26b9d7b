pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes

// The guide's title and its numbered steps, page by page where they are many.
Item {
    id: steps

    required property ContentView view
    readonly property real margin: view.sizes.margin
    readonly property real heading: view.sizes.heading
    readonly property real least: view.sizes.least
    readonly property real leastSecond: view.sizes.leastSecond
    readonly property real disc: view.sizes.body * 1.5
    readonly property real firstRow: title.y + title.height + second.height + margin * 0.5

    FitSaid {
        id: title
        objectName: "guideTitle"
        x: steps.margin
        y: steps.margin * 0.4
        width: steps.width - 2 * steps.margin
        height: steps.view.titleHeight
        words: steps.view.title.own
        size: steps.heading
        least: steps.least
        bold: true
    }
    PageMark {
        objectName: "stepPlace"
        visible: place !== ""
        x: steps.margin
        y: steps.firstRow - height - steps.margin * 0.15
        width: steps.width - 2 * steps.margin
        place: steps.view.stepPlace
        least: steps.leastSecond
    }
    FitSaid {
        id: second
        x: steps.margin
        y: title.y + title.height
        width: steps.width - 2 * steps.margin
        height: words === "" ? 0 : Math.max(steps.heading * 0.95, steps.leastSecond * 1.2 + 1)
        words: steps.view.title.second
        size: steps.heading * 0.62
        least: steps.leastSecond
        color: Theme.quiet
    }
    Repeater {
        model: steps.view.steps

        Item {
            id: step

            required property int index
            required property string label
            required property string text
            required property string second

            objectName: "guideStep"
            x: steps.margin
            y: steps.firstRow + index * steps.view.stepRow
            width: steps.width - 2 * steps.margin
            height: steps.view.stepRow

            Rectangle {
                visible: step.label !== ""
                y: own.y + Math.max(0, (own.height - height) / 2)
                width: Math.min(steps.disc, step.height * 0.9)
                height: width
                radius: width / 2
                color: Theme.information

                Said { anchors.centerIn: parent; text: step.label; size: Math.min(steps.view.sizes.body * 0.9, parent.height * 0.62); bold: true; color: Theme.ink }
            }
            FitSaid {
                id: own
                x: step.label === "" ? 0 : steps.disc + steps.margin * 0.7
                width: parent.width - x
                height: step.second === "" ? step.height * 0.94 : step.height * steps.view.stepOwnShare
                words: step.text
                size: Math.max(steps.view.sizes.body, steps.least * steps.view.stepScale)
                least: steps.least
                bold: true
            }
            FitSaid {
                x: own.x
                y: own.height
                width: own.width
                height: step.height * steps.view.stepSecondShare
                verticalAlignment: Text.AlignTop
                words: step.second
                size: Math.max(steps.view.sizes.body * 0.7, steps.leastSecond * steps.view.stepScale)
                least: steps.leastSecond
                color: Theme.quiet
            }
        }
    }
}
