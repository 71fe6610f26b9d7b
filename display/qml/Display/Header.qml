import QtQuick
import DisplayTypes
import ScreenTypes

// Hall, date and clock.
Item {
    id: header

    required property OrderView view
    readonly property real margin: view.sizes.margin
    readonly property real least: view.sizes.least
    readonly property real line: view.sizes.headerLine
    readonly property real dateSize: Math.max(least, line * 0.34)
    readonly property real secondSize: Math.max(least, line * 0.22)
    readonly property real dateWidth: Math.max(Fitter.width(view.date.own, false, dateSize), Fitter.width(view.date.second, false, secondSize))

    Pair {
        objectName: "hallName"
        x: header.margin
        y: parent.height * 0.05
        width: dates.x - x - header.margin
        height: parent.height * 0.92
        own: header.view.hall.own
        second: header.view.hall.second
        size: header.line * 0.46
        secondSize: header.line * 0.3
        least: header.least
    }
    Item {
        id: dates
        x: clock.x - header.margin - width
        y: (parent.height - height) / 2
        width: Math.min(header.dateWidth, header.width * 0.38)
        height: header.line

        FitSaid {
            y: header.view.date.second === "" ? 0 : parent.height * 0.06
            width: parent.width
            height: header.view.date.second === "" ? parent.height : parent.height * 0.48
            horizontalAlignment: Text.AlignRight
            words: header.view.date.own
            oneLine: true
            size: header.dateSize
            least: header.least
        }
        FitSaid {
            y: parent.height * 0.51
            width: parent.width
            height: parent.height * 0.44
            horizontalAlignment: Text.AlignRight
            words: header.view.date.second
            oneLine: true
            size: header.secondSize
            least: header.least
            color: Theme.quiet
        }
    }
    Said {
        id: clock
        objectName: "clock"
        anchors.right: parent.right
        anchors.rightMargin: header.margin
        height: parent.height
        text: header.view.clock
        size: header.line * 0.66
        bold: true
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(1, header.line * 0.02)
        color: Theme.line
    }
}
