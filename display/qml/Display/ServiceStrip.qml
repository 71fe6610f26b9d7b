pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes

// How many wait for each service; a closed one says when it opens.
Rectangle {
    id: strip

    required property OrderView view
    readonly property int columns: view.sizes.stripColumns
    readonly property real line: height / Math.max(1, view.sizes.stripRows)
    readonly property real label: view.sizes.margin * 5.4
    readonly property real cell: (width - label) / Math.max(1, columns)

    color: Theme.surface

    Column {
        x: strip.view.sizes.margin
        width: strip.label - x
        anchors.verticalCenter: parent.verticalCenter

        FitSaid { width: parent.width; height: strip.line * 0.9; text: strip.view.waitingTitle.own; size: strip.line * 0.36; bold: true }
        FitSaid { width: parent.width; height: strip.line * 0.7; verticalAlignment: Text.AlignTop; text: strip.view.waitingTitle.second; size: strip.line * 0.27; color: Theme.quiet }
    }
    Repeater {
        model: strip.view.services

        Item {
            id: service

            required property int index
            required property string prefix
            required property string name
            required property string nameSecond
            required property bool open
            required property bool counted
            required property string status

            objectName: "serviceCell"
            x: strip.label + (index % strip.columns) * strip.cell
            y: Math.floor(index / strip.columns) * strip.line
            width: strip.cell
            height: strip.line

            Rectangle { width: 1; height: parent.height; color: Theme.line }
            Rectangle { width: parent.width; height: 1; color: Theme.line }
            Badge {
                id: badge
                x: strip.line * 0.18
                anchors.verticalCenter: parent.verticalCenter
                height: strip.line * 0.56
                letter: service.prefix
                opacity: service.open ? 1 : 0.55
            }
            FitSaid {
                id: own
                x: badge.x + badge.width + strip.line * 0.16
                y: service.nameSecond === "" ? 0 : strip.line * 0.06
                width: service.width * (service.counted ? 0.68 : 0.58) - x
                height: service.nameSecond === "" ? strip.line : strip.line * 0.52
                text: service.name
                oneLine: true
                size: strip.line * 0.4
                bold: true
                color: service.open ? Theme.text : Theme.quiet
            }
            FitSaid {
                x: own.x
                y: strip.line * 0.58
                width: own.width
                height: strip.line * 0.36
                text: service.nameSecond
                oneLine: true
                size: strip.line * 0.26
                color: Theme.quiet
            }
            FitSaid {
                objectName: "serviceState"
                anchors.right: parent.right
                anchors.rightMargin: strip.line * 0.26
                width: service.width * (service.counted ? 0.31 : 0.41) - strip.line * 0.26
                height: parent.height
                horizontalAlignment: Text.AlignRight
                text: service.status
                oneLine: true
                size: strip.line * (service.counted ? 0.54 : 0.36)
                bold: service.counted
                color: service.counted ? Theme.text : Theme.quiet
            }
        }
    }
}
