pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes

// The guide's title and its numbered steps.
Item {
    id: steps

    required property ContentView view
    readonly property real margin: view.sizes.margin
    readonly property real heading: view.sizes.heading
    readonly property real firstRow: margin * 0.6 + heading * (view.title.second === "" ? 1.8 : 2.7)
    readonly property real row: Math.min((height - firstRow - margin * 0.5) / Math.max(1, view.stepCount), view.sizes.body * 3.2)

    FitSaid {
        objectName: "guideTitle"
        x: steps.margin
        y: steps.margin * 0.6
        width: steps.width - 2 * steps.margin
        height: steps.heading * 1.45
        text: steps.view.title.own
        size: steps.heading
        bold: true
    }
    FitSaid {
        x: steps.margin
        y: steps.margin * 0.6 + steps.heading * 1.45
        width: steps.width - 2 * steps.margin
        height: steps.heading * 0.9
        text: steps.view.title.second
        size: steps.heading * 0.62
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
            readonly property real circle: Math.min(steps.row * 0.52, steps.view.sizes.body * 1.5)

            objectName: "guideStep"
            x: steps.margin
            y: steps.firstRow + index * steps.row
            width: steps.width - 2 * steps.margin
            height: steps.row

            Rectangle {
                id: disc
                y: (step.second === "" ? step.height : step.height * 0.62) / 2 - height / 2 + step.height * 0.04
                width: step.circle
                height: width
                radius: width / 2
                color: Theme.information

                Said { anchors.centerIn: parent; text: step.label; size: disc.height * 0.62; bold: true; color: Theme.ink }
            }
            FitSaid {
                id: own
                x: disc.width + steps.margin * 0.7
                width: parent.width - x
                height: step.second === "" ? step.height * 0.94 : step.height * 0.56
                text: step.text
                size: Math.min(steps.view.sizes.body, step.height * 0.42)
                bold: true
            }
            FitSaid {
                x: own.x
                y: own.height
                width: own.width
                height: step.height * 0.34
                verticalAlignment: Text.AlignTop
                text: step.second
                size: Math.min(steps.view.sizes.body * 0.7, step.height * 0.25)
                color: Theme.quiet
            }
        }
    }
}
