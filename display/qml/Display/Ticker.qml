pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes
import ScreenTypes

// Notices run past at six Han (about twelve Latin) characters a second; still while a call pulses, and in calm mode
// they take turns standing.
Rectangle {
    id: ticker

    required property OrderView view
    readonly property real size: Math.max(view.sizes.least, Math.min(height, view.sizes.headerLine) * 0.44)
    readonly property real speed: size * 6
    readonly property bool overflows: run.width > strip.width
    readonly property bool moving: overflows && !view.calm && !hush.running
    property real offset: 0

    color: Theme.deep

    PauseAnimation { id: hush; duration: 2700 }
    Connections {
        target: ticker.view
        function onRingsChanged(): void { hush.restart(); }
    }
    FrameAnimation {
        objectName: "tickerFrames"
        running: ticker.visible && ticker.moving
        onTriggered: ticker.offset = (ticker.offset + ticker.speed * frameTime) % run.width
    }
    Rectangle {
        id: label
        width: Math.min(Fitter.width(ticker.view.noticeWidest, true, word.size) + ticker.size * 1.1 + 2, parent.width * 0.3)
        height: parent.height
        color: Theme.information

        Said { id: word; objectName: "noticeTitle"; x: ticker.size * 0.55; height: parent.height; text: Shortener.shown(ticker.view.noticeTitle, bold, ticker.width * 0.3 - 2 * x, font.pixelSize, 1); size: ticker.size * 0.92; bold: true; color: Theme.ink }
    }
    Item {
        id: strip
        x: label.width
        width: parent.width - x
        height: parent.height
        clip: true

        Row {
            visible: !ticker.view.calm
            x: ticker.overflows ? -ticker.offset : ticker.size
            height: parent.height

            Row {
                id: run
                height: parent.height

                Repeater {
                    model: ticker.view.ticker
                    // What has just become the first notice is read at once, not a round later.
                    onItemAdded: index => { if (index === 0) ticker.offset = 0; }

                    Said {
                        required property string notice
                        height: ticker.height
                        leftPadding: ticker.size * 0.9
                        rightPadding: ticker.size * 1.5
                        text: notice
                        size: ticker.size
                    }
                }
            }
            Row {
                visible: ticker.overflows
                height: parent.height

                Repeater {
                    model: ticker.view.ticker

                    Said {
                        required property string notice
                        height: ticker.height
                        leftPadding: ticker.size * 0.9
                        rightPadding: ticker.size * 1.5
                        text: notice
                        size: ticker.size
                    }
                }
            }
        }
        FitSaid {
            visible: ticker.view.calm
            x: ticker.size
            y: parent.height * 0.08
            width: parent.width - 2 * x
            height: parent.height * 0.84
            words: ticker.view.noticeNow
            oneLine: Fitter.width(words, false, least) <= width
            size: ticker.size
            least: ticker.view.sizes.least
        }
    }
}
