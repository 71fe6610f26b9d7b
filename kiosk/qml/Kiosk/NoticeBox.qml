import QtQuick

// What to mind, on amber paper, at most `tallest` high.
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
        color: Theme.call
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
