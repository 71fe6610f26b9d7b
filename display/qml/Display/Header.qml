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
    readonly property bool stacked: view.sizes.headerStacked
    // What is left for clock and date below a name of its own line.
    readonly property real dated: stacked ? line : height
    readonly property real dateSize: Math.max(least, line * (view.date.second === "" ? 0.46 : 0.42))
    readonly property real secondSize: Math.max(least, line * 0.3)
    readonly property real dateWidth: Math.max(Fitter.width(view.date.own, false, dateSize), Fitter.width(view.date.second, false, secondSize))

    Pair {
        objectName: "hallName"
        x: header.margin
        y: header.stacked ? header.line * 0.08 : parent.height * 0.05
        width: (header.stacked ? parent.width : dates.x) - x - header.margin
        height: header.stacked ? header.height - header.dated - y : parent.height * 0.92
        own: header.view.hall.own
        second: header.view.hall.second
        size: header.line * 0.46
        secondSize: header.line * 0.3
        least: header.least
    }
    Item {
        id: dates
        x: header.stacked ? header.margin : clock.x - header.margin - width
        y: parent.height - header.dated + (header.dated - height) / 2
        width: Math.min(header.dateWidth, header.stacked ? clock.x - 2 * header.margin : header.width * 0.38)
        height: header.line

        FitSaid {
            y: header.view.date.second === "" ? 0 : parent.height * 0.06
            width: parent.width
            height: header.view.date.second === "" ? parent.height : parent.height * 0.48
            horizontalAlignment: header.stacked ? Text.AlignLeft : Text.AlignRight
            words: header.view.date.own
            oneLine: true
            size: header.dateSize
            least: header.least
        }
        FitSaid {
            y: parent.height * 0.51
            width: parent.width
            height: parent.height * 0.44
            horizontalAlignment: header.stacked ? Text.AlignLeft : Text.AlignRight
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
        y: parent.height - height
        height: header.dated
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
