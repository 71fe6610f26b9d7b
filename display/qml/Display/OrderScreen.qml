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
            height: screen.view.alone ? screen.sizes.aloneArea.height : screen.sizes.cardsArea.height
        }
        Calm {
            visible: screen.view.phase === "welcome"
            view: screen.view
            readonly property rect area: screen.view.deserted ? screen.sizes.wholeArea : screen.sizes.cardsArea
            x: area.x
            y: area.y
            width: area.width
            height: area.height
        }
        CounterBoard {
            visible: !screen.view.deserted
            view: screen.view
            x: screen.sizes.boardArea.x
            y: screen.sizes.boardArea.y
            width: screen.sizes.boardArea.width
            height: screen.sizes.boardArea.height
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
            view: screen.view
            y: screen.sizes.strip.y
            width: screen.sizes.strip.width
            height: screen.sizes.strip.height
        }
        Ticker {
            visible: !screen.view.isStale && screen.view.noticeNow !== ""
            view: screen.view
            y: screen.sizes.ticker.y
            width: screen.sizes.ticker.width
            height: screen.sizes.ticker.height
        }
        StaleStrip {
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
