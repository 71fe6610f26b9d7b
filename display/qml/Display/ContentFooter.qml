import QtQuick
import DisplayTypes
import ScreenTypes

// How long, what it costs, which law; how soon the next guide comes.
Item {
    id: footer

    required property ContentView view
    readonly property real margin: view.sizes.margin
    readonly property real least: view.sizes.leastSecond
    readonly property real size: Math.max(least, height * 0.4)
    // Beside calls the law is as large as the guide, or not there.
    readonly property real leastLaw: view.nextIn === "" ? view.sizes.least : least

    Rectangle { width: parent.width; height: 2; color: Theme.line }
    FitSaid {
        id: facts
        objectName: "guideFacts"
        x: footer.margin
        width: Math.min(Fitter.width(words, true, footer.size) * 1.03 + 1, footer.view.legal === "" ? (footer.view.nextIn === "" ? footer.width : next.x) - x - footer.margin : footer.width * 0.38)
        height: parent.height
        words: footer.view.facts
        // Rather smaller than in two lines.
        oneLine: Fitter.width(words, true, Math.max(footer.least, footer.size * 0.7)) <= width
        size: footer.size
        least: footer.least
        bold: true
    }
    FitSaid {
        objectName: "guideLaw"
        x: facts.x + facts.width + footer.margin
        width: Math.max(1, next.x - x - footer.margin)
        height: parent.height
        horizontalAlignment: Text.AlignHCenter
        words: footer.view.legal
        size: Math.max(footer.size * 0.92, footer.leastLaw)
        least: footer.leastLaw
        color: Theme.quiet
    }
    FitSaid {
        id: next
        x: footer.width - footer.margin - width
        width: Math.min(Fitter.width(words, false, footer.size), footer.width * 0.22)
        height: parent.height
        horizontalAlignment: Text.AlignRight
        words: footer.view.nextIn
        size: footer.size
        least: footer.least
        color: Theme.quiet
    }
}
