import QtQuick
import DisplayTypes

// How long, what it costs, which law; how soon the next guide comes.
Item {
    id: footer

    required property ContentView view
    readonly property real margin: view.sizes.margin
    readonly property real size: height * 0.4

    Rectangle { width: parent.width; height: 2; color: Theme.line }
    Said {
        id: facts
        x: footer.margin
        height: parent.height
        text: footer.view.facts
        size: footer.size
        bold: true
    }
    FitSaid {
        x: facts.x + facts.width + footer.margin
        width: Math.max(1, next.x - x - footer.margin)
        height: parent.height
        horizontalAlignment: Text.AlignHCenter
        text: footer.view.legal
        size: footer.size * 0.92
        color: Theme.quiet
    }
    Said {
        id: next
        anchors.right: parent.right
        anchors.rightMargin: footer.margin
        height: parent.height
        text: footer.view.nextIn
        size: footer.size
        color: Theme.quiet
    }
}
