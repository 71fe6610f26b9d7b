pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes

// Who goes where. With one monitor in the hall the guide stands beside it.
Rectangle {
    id: screen

    required property OrderView view
    required property ContentView content
    required property bool shared
    readonly property OrderSizes sizes: view.sizes
    // Without notices the strip stands at the bottom, and what is above it has that room; the strip itself, where a
    // guide does not grow with what stands beside it.
    readonly property real unused: ticker.visible || staleStrip.visible ? 0 : sizes.ticker.height
    readonly property real freed: sizes.contentArea.width > 0 ? 0 : unused
    readonly property bool standing: sizes.boardArea.y > sizes.cardsArea.y
    readonly property bool ready: view.phase !== "connecting"

    color: Theme.background

    Connecting {
        visible: !screen.ready
        anchors.fill: parent
        greetings: screen.view.greetings
        least: screen.sizes.least
    }
    Item {
        visible: screen.ready
        anchors.fill: parent

        Header {
            view: screen.view
            width: screen.sizes.header.width
            height: screen.sizes.header.height
        }
        CallCards {
            view: screen.view
            x: screen.sizes.cardsArea.x
            y: screen.sizes.cardsArea.y
            width: screen.sizes.cardsArea.width
            height: (screen.view.alone ? screen.sizes.aloneArea.height : screen.sizes.cardsArea.height) + (screen.standing ? 0 : screen.freed)
        }
        Calm {
            visible: screen.view.phase === "welcome"
            view: screen.view
            readonly property rect area: screen.view.deserted ? screen.sizes.wholeArea : screen.sizes.cardsArea
            x: area.x
            y: area.y
            width: area.width
            height: area.height + (screen.view.deserted || !screen.standing ? screen.freed : 0)
        }
        CounterBoard {
            visible: !screen.view.deserted
            view: screen.view
            x: screen.sizes.boardArea.x
            y: screen.sizes.boardArea.y
            width: screen.sizes.boardArea.width
            height: screen.sizes.boardArea.height + screen.freed
        }
        Loader {
            active: screen.shared && screen.sizes.contentArea.width > 0
            x: screen.sizes.contentArea.x
            y: screen.sizes.contentArea.y
            width: screen.sizes.contentArea.width
            height: screen.sizes.contentArea.height
            sourceComponent: ContentScreen {
                view: screen.content
                beside: true
            }
        }
        ServiceStrip {
            objectName: "strip"
            view: screen.view
            y: screen.sizes.strip.y + screen.freed
            width: screen.sizes.strip.width
            height: screen.sizes.strip.height + screen.unused - screen.freed
        }
        Ticker {
            id: ticker
            visible: !screen.view.isStale && screen.view.noticeNow !== ""
            view: screen.view
            y: screen.sizes.ticker.y
            width: screen.sizes.ticker.width
            height: screen.sizes.ticker.height
        }
        StaleStrip {
            id: staleStrip
            visible: screen.view.isStale
            line: screen.view.stale
            margin: screen.sizes.margin
            least: screen.sizes.least
            y: screen.sizes.ticker.y
            width: screen.sizes.ticker.width
            height: screen.sizes.ticker.height
        }
    }
}
