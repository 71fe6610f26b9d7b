pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes

// Between guides: a notice, a picture, a video, vacancies.
Item {
    id: slide

    required property SlideView view
    required property ContentSizes sizes
    readonly property real margin: sizes.margin
    readonly property real least: sizes.least
    // What a closed hall says stands as a question and its answer do, with the page for itself.
    readonly property bool asks: view.kind === "question" || view.kind === "closed"
    readonly property bool whole: view.larger > 0
    readonly property real larger: whole ? view.larger : view.kind === "closed" ? 1.4 : 1

    // How high a text may grow: texts that stand whole have what they need, else each has its part.
    function part(share: real): real {
        return whole ? height : height * share;
    }

    Column {
        visible: slide.view.kind === "notice"
        anchors.verticalCenter: parent.verticalCenter
        x: slide.margin * 2
        width: slide.width - 4 * slide.margin
        spacing: slide.margin * 0.7

        Rectangle {
            width: slide.sizes.body * 2.4
            height: slide.sizes.body * 0.16
            radius: height / 2
            color: Theme.information
        }
        FitSaid {
            objectName: "slideText"
            width: parent.width
            tallest: slide.part(0.48)
            words: slide.view.kind === "notice" ? slide.view.text.own : ""
            size: slide.sizes.body * 2 * slide.larger
            least: slide.least
            bold: true
        }
        FitSaid {
            objectName: "slideSecond"
            width: parent.width
            visible: words !== ""
            tallest: slide.part(0.32)
            words: slide.view.kind === "notice" ? slide.view.text.second : ""
            size: slide.sizes.body * 1.3 * slide.larger
            least: slide.least
            color: Theme.quiet
        }
    }
    Column {
        visible: slide.asks
        anchors.verticalCenter: parent.verticalCenter
        x: slide.margin * 2
        width: slide.width - 4 * slide.margin
        spacing: slide.margin * 0.4

        Pair {
            width: parent.width
            height: slide.sizes.heading * 1.4
            own: slide.view.label.own
            second: slide.view.label.second
            size: slide.sizes.heading * 0.8
            secondSize: slide.sizes.heading * 0.62
            least: slide.sizes.leastSecond
            color: Theme.information
        }
        FitSaid {
            objectName: "questionText"
            width: parent.width
            tallest: slide.part(0.24)
            words: slide.asks ? slide.view.text.own : ""
            size: slide.sizes.body * 1.5 * slide.larger
            least: slide.least
            bold: true
        }
        FitSaid {
            width: parent.width
            visible: words !== ""
            tallest: slide.part(0.15)
            words: slide.asks ? slide.view.text.second : ""
            size: slide.sizes.body * slide.larger
            least: slide.least
            color: Theme.quiet
        }
        Rectangle { width: parent.width; height: 2; color: Theme.line }
        FitSaid {
            objectName: "answerText"
            width: parent.width
            tallest: slide.part(0.24)
            words: slide.view.answer.own
            size: slide.sizes.body * 1.25 * slide.larger
            least: slide.least
        }
        FitSaid {
            width: parent.width
            visible: words !== ""
            tallest: slide.part(0.17)
            words: slide.view.answer.second
            size: slide.sizes.body * slide.larger
            least: slide.least
            color: Theme.quiet
        }
    }
    Column {
        visible: slide.view.kind === "vacancies"
        y: slide.margin * 0.6
        x: slide.margin
        width: slide.width - 2 * slide.margin

        Repeater {
            model: slide.view.rows

            Item {
                id: vacancy

                required property int index
                required property string title
                required property string about

                objectName: "vacancy"
                width: parent.width
                height: slide.view.row

                Rectangle { visible: vacancy.index > 0; width: parent.width; height: 1; color: Theme.line }
                FitSaid {
                    id: name
                    y: slide.least * 0.15
                    width: parent.width
                    height: vacancy.height * 0.54
                    words: vacancy.title
                    oneLine: true
                    size: Math.min(slide.sizes.body * 1.3, vacancy.height * 0.42)
                    least: slide.least
                    bold: true
                }
                FitSaid {
                    y: name.y + name.height
                    width: parent.width
                    height: vacancy.height * 0.4
                    verticalAlignment: Text.AlignTop
                    words: vacancy.about
                    oneLine: true
                    size: Math.max(slide.least, Math.min(slide.sizes.body, vacancy.height * 0.3))
                    least: slide.sizes.leastSecond
                    color: Theme.quiet
                }
            }
        }
    }
    Rectangle {
        visible: slide.view.fills
        anchors.fill: parent
        color: Theme.deep
    }
    Image {
        objectName: "picture"
        visible: source.toString() !== ""
        width: parent.width
        height: caption.visible ? caption.y : parent.height
        source: slide.view.picture
        sourceSize: Qt.size(width, height)
        fillMode: Image.PreserveAspectFit
        autoTransform: true
        asynchronous: true
        cache: false
    }
    // It is there all day, for PySide never lets go what a Loader made of a Python class; but only with a place while a
    // video is on: for as long as it has one, two pictures of that size are kept for it.
    Film {
        objectName: "film"
        visible: source !== ""
        width: visible ? parent.width : 0
        height: caption.visible ? caption.y : parent.height
        source: slide.view.film
        version: slide.view.version
    }
    Pair {
        id: caption
        objectName: "caption"
        visible: slide.view.fills && own !== ""
        x: slide.margin
        y: parent.height - height
        width: parent.width - 2 * slide.margin
        height: slide.sizes.bar.height * 0.8
        own: slide.view.fills ? slide.view.text.own : ""
        second: slide.view.fills ? slide.view.text.second : ""
        size: slide.sizes.body
        secondSize: slide.sizes.body * 0.75
        least: slide.least
    }
}
