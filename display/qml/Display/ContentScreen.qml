import QtQuick
import DisplayTypes

// What the service just called needs; between calls every guide in turn.
Rectangle {
    id: screen

    required property ContentView view
    // Beside the calls on their monitor nothing is said that its own strip says.
    property bool beside: false
    readonly property ContentSizes sizes: view.sizes

    color: Theme.background

    Connecting {
        visible: !screen.view.ready
        anchors.fill: parent
        greetings: screen.view.greetings
        least: screen.sizes.leastSecond
    }
    Item {
        id: page
        visible: screen.view.ready
        anchors.fill: parent

        ContentBar {
            visible: !screen.view.slide.fills
            view: screen.view
            width: screen.sizes.bar.width
            height: screen.sizes.bar.height
        }
        GuideSteps {
            visible: screen.view.slide.kind === "" && width > 0
            view: screen.view
            x: screen.view.stepsArea.x
            y: screen.view.stepsArea.y
            width: screen.view.stepsArea.width
            height: screen.view.stepsArea.height
        }
        GuidePapers {
            visible: screen.view.guided && width > 0
            view: screen.view
            x: screen.view.papersArea.x
            y: screen.view.papersArea.y
            width: screen.view.papersArea.width
            height: screen.view.papersArea.height
        }
        ContentSlide {
            visible: screen.view.slide.kind !== ""
            view: screen.view.slide
            sizes: screen.sizes
            y: screen.view.slide.fills ? 0 : screen.sizes.bar.height
            width: screen.sizes.bar.width
            height: screen.sizes.footer.y - y
        }
        ContentFooter {
            visible: screen.beside || !screen.view.isStale && !screen.view.isPaused
            view: screen.view
            y: screen.sizes.footer.y
            width: screen.sizes.footer.width
            height: screen.sizes.footer.height
        }
        StaleStrip {
            visible: screen.view.isPaused && !screen.beside
            color: Theme.raised
            ink: Theme.text
            mark: ""
            name: "pauseLine"
            line: screen.view.pause
            margin: screen.sizes.margin
            least: screen.sizes.leastSecond
            y: screen.sizes.footer.y
            width: screen.sizes.footer.width
            height: screen.sizes.footer.height
        }
        StaleStrip {
            visible: screen.view.isStale && !screen.beside
            line: screen.view.stale
            margin: screen.sizes.margin
            least: screen.sizes.leastSecond
            y: screen.sizes.footer.y
            width: screen.sizes.footer.width
            height: screen.sizes.footer.height
        }
    }
}
