pragma ComponentBehavior: Bound
import QtQuick

// What stands in the way, said with a mark, a headline and what to do; at most `tallest` high.
Rectangle {
    id: panel

    required property string title
    required property string body
    required property int tallest
    property bool alarm: true
    readonly property color colour: alarm ? Theme.trouble : Theme.action
    readonly property int padding: 20

    implicitHeight: Math.max(136, words.implicitHeight + 2 * padding)
    radius: Theme.radius
    color: Theme.surface
    border.width: 3
    border.color: panel.colour
    Accessible.role: Accessible.AlertMessage
    Accessible.name: panel.title + "\n" + panel.body

    Rectangle {
        id: mark

        anchors {
            left: parent.left
            leftMargin: 36
            verticalCenter: parent.verticalCenter
        }
        width: 96
        height: 96
        radius: width / 2
        color: panel.colour

        Label {
            anchors.centerIn: parent
            text: panel.alarm ? "!" : "i"
            size: 64
            strong: true
            color: Theme.surface
        }
    }
    Column {
        id: words

        anchors {
            left: mark.right
            right: parent.right
            leftMargin: 32
            rightMargin: 36
            verticalCenter: parent.verticalCenter
        }
        spacing: 4

        FitLabel {
            objectName: "title"
            width: parent.width
            words: panel.title
            strong: true
            size: 50
            tallest: (panel.tallest - 2 * panel.padding - 4) * 0.34
        }
        FitLabel {
            objectName: "body"
            visible: words !== ""
            width: parent.width
            sentence: true
            words: panel.body
            size: 34
            tallest: (panel.tallest - 2 * panel.padding - 4) * 0.66
        }
    }
}
