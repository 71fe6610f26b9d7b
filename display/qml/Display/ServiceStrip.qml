pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes
import ScreenTypes

// How many wait for each service; a closed one says when it opens, in both languages where they have room. More services than cells turn page by page.
Rectangle {
    id: strip

    required property OrderView view
    readonly property OrderSizes sizes: view.sizes
    readonly property int columns: sizes.stripColumns
    readonly property real line: sizes.stripLine
    // Cells stand further apart where the strip is higher than they need.
    readonly property real pitch: height / Math.max(1, sizes.stripLines)
    readonly property real air: (pitch - line) / 2
    readonly property real least: sizes.least
    readonly property real label: sizes.stripLabel
    readonly property real cell: (width - label) / Math.max(1, columns)

    color: Theme.surface

    Column {
        x: strip.sizes.margin
        width: strip.label - 1.4 * x
        anchors.verticalCenter: parent.verticalCenter

        FitSaid {
            width: parent.width
            height: strip.least * (strip.height > strip.least * 4 ? 2.7 : 1.25)
            words: strip.view.waitingTitle.own
            size: Math.max(strip.least, strip.line * 0.36)
            least: strip.least
            bold: true
        }
        FitSaid {
            visible: words !== ""
            width: parent.width
            height: strip.least * 1.25
            words: strip.view.waitingTitle.second
            oneLine: true
            size: strip.line * 0.27
            least: strip.least
            color: Theme.quiet
        }
        Item { visible: mark.visible; width: 1; height: strip.least * 0.4 }
        PageMark { id: mark; objectName: "stripPlace"; visible: place !== ""; width: parent.width; place: strip.view.stripPlace; least: strip.least }
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
            required property string wait
            readonly property bool timed: wait !== ""
            // Below how many wait, or before it in one line.
            readonly property bool stacked: timed && strip.sizes.stripBoth
            readonly property real statusSize: Math.max(strip.least, strip.line * (stacked ? 0.4 : counted ? 0.48 : 0.36))
            readonly property real statusWidth: Fitter.width(status, counted, statusSize)
            readonly property real waitWidth: timed ? Fitter.width(wait, false, strip.sizes.stripWait) : 0
            // Name and what is said beside it shrink alike where both have no room.
            readonly property real room: width - strip.sizes.badge - strip.line * 0.7
            readonly property real wishedName: Fitter.width(name, true, own.size)
            readonly property real wishedSide: timed && !stacked ? statusWidth + strip.line * 0.3 + waitWidth : Math.max(statusWidth, waitWidth)
            readonly property real shrunk: Math.min(1, room / (wishedName + wishedSide))
            readonly property real side: Math.min(width * 0.6, Math.max(timed ? wishedSide : wishedSide * shrunk, Fitter.width(status, counted, strip.least)))

            objectName: "serviceCell"
            x: strip.label + (index % strip.columns) * strip.cell
            y: Math.floor(index / strip.columns) * strip.pitch + strip.air
            width: strip.cell
            height: strip.line

            Rectangle { y: -strip.air; width: 1; height: strip.pitch; color: Theme.line }
            Rectangle { y: -strip.air; width: parent.width; height: 1; color: Theme.line }
            Badge {
                visible: service.prefix !== ""
                x: strip.line * 0.14
                anchors.verticalCenter: parent.verticalCenter
                height: strip.sizes.badgeHeight
                letter: service.prefix
                color: service.open ? Theme.text : Theme.quiet
            }
            FitSaid {
                id: own
                objectName: "serviceName"
                x: strip.line * 0.14 + strip.sizes.badge + strip.line * 0.16
                y: strip.sizes.stripBoth && service.nameSecond !== "" ? strip.line * 0.05 : 0
                width: Math.max(1, service.width - x - service.side - strip.line * 0.38)
                height: service.nameSecond === "" ? strip.line : strip.line * 0.5
                words: service.name
                oneLine: true
                size: strip.line * (strip.sizes.stripBoth ? 0.4 : 0.5)
                least: strip.least
                bold: true
                color: service.open ? Theme.text : Theme.quiet
            }
            FitSaid {
                x: own.x
                y: strip.line * 0.54
                width: own.width
                height: strip.line * 0.42
                words: service.nameSecond
                oneLine: true
                size: strip.line * 0.27
                least: strip.least
                color: Theme.quiet
            }
            FitSaid {
                id: count
                objectName: "serviceState"
                anchors.right: parent.right
                anchors.rightMargin: strip.line * 0.2
                width: service.timed && !service.stacked ? service.statusWidth : service.side
                y: service.stacked ? strip.line * 0.05 : 0
                height: service.stacked ? strip.line * 0.5 : parent.height
                horizontalAlignment: Text.AlignRight
                words: service.status
                oneLine: true
                size: service.statusSize
                least: strip.least
                bold: service.counted
                color: service.counted ? Theme.text : Theme.quiet
            }
            FitSaid {
                objectName: "serviceWait"
                visible: service.timed
                x: service.stacked ? service.width - strip.line * 0.2 - width : count.x - strip.line * 0.3 - width
                y: service.stacked ? strip.line * 0.54 : 0
                width: service.stacked ? service.side : service.waitWidth
                height: service.stacked ? strip.line * 0.42 : parent.height
                horizontalAlignment: Text.AlignRight
                words: service.wait
                oneLine: true
                size: strip.sizes.stripWait
                least: strip.least
                color: service.counted ? Theme.text : Theme.quiet
            }
        }
    }
}
