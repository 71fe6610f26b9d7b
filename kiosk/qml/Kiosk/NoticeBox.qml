import QtQuick

// What to mind, at most `tallest` high. Not in yellow: that is the colour of a call.
Rectangle {
    id: box

    required property string notice
    required property real tallest

    implicitHeight: words.implicitHeight + 48
    radius: 12
    color: Theme.notice

    Rectangle {
        width: 12
        height: parent.height
        radius: 6
        color: Theme.action
    }
    FitLabel {
        id: words

        objectName: "notice"
        anchors {
            left: parent.left
            right: parent.right
            verticalCenter: parent.verticalCenter
            leftMargin: 40
            rightMargin: 28
        }
        words: box.notice
        size: 34
        tallest: box.tallest - 48
    }
}
