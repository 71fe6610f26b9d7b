import QtQuick
import ScreenTypes

// How long one waits, and below it, marked, how long who is let before others.
Column {
    id: waits

    required property string wait
    required property string sooner
    required property real size
    // How high both may be.
    required property real room
    // At the right end of a line; else below a name, where that begins.
    property bool last: false
    // The second one only where each has a line of its own.
    readonly property bool both: sooner !== "" && Fitter.width(wait, true, Theme.least) <= width && Fitter.width(sooner, false, Theme.least) + size <= width
    readonly property real each: room / (both ? 2 : 1)

    readonly property real wished: Math.max(Fitter.width(wait, true, size), sooner === "" ? 0 : Fitter.width(sooner, false, size) + size) * 1.04 + 4

    FitLabel {
        objectName: "wait"
        visible: words !== ""
        width: parent.width
        words: waits.wait
        strong: true
        size: waits.size
        tallest: waits.each
        horizontalAlignment: waits.last ? Text.AlignRight : Text.AlignLeft
    }
    Row {
        visible: waits.both
        // Its letters end where the line does, however wide they were reckoned.
        x: waits.last ? waits.width - later.x - later.contentWidth : 0
        spacing: waits.size * 0.25

        PriorityMark {
            width: waits.size * 0.72
            height: width
            anchors.verticalCenter: parent.verticalCenter
            colour: Theme.quiet
        }
        FitLabel {
            id: later

            objectName: "sooner"
            width: Math.min(waits.width - waits.size, Fitter.width(waits.sooner, false, waits.size) * 1.04 + 4)
            words: waits.sooner
            size: waits.size
            tallest: waits.each
            color: Theme.quiet
        }
    }
}
