import QtQuick

// What to mind, on amber paper.
Rectangle {
    id: box

    required property string notice

    implicitHeight: words.implicitHeight + 48
    radius: 12
    color: Theme.notice

    Rectangle {
        width: 12
        height: parent.height
        radius: 6
        color: Theme.call
    }
    Label {
        id: words

        objectName: "notice"
        anchors {
            left: parent.left
            right: parent.right
            verticalCenter: parent.verticalCenter
            leftMargin: 40
            rightMargin: 28
        }
        text: box.notice
        size: 34
    }
}
