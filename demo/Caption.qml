pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window

// Below the windows of the tour: what is to be seen now, how much of it is over, and at last that it is the onlooker's
// turn.
Window {
    id: window

    property string titleLine
    property string tellsLine
    property real part
    property bool yours

    objectName: "caption"
    visible: true
    flags: Qt.Window | Qt.FramelessWindowHint | Qt.WindowDoesNotAcceptFocus
    color: yours ? "#FFC83D" : "#12294A"

    Rectangle {
        width: parent.width * window.part
        height: 5
        color: "#5CD6C8"
        visible: !window.yours
    }
    Text {
        id: titleText

        objectName: "captionTitle"
        textFormat: Text.PlainText
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            leftMargin: 14
            rightMargin: 14
            topMargin: window.height * 0.13
        }
        color: window.yours ? "#14202E" : "#F7FAFC"
        font.pixelSize: window.height * 0.3
        font.weight: Font.Bold
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 12
        text: window.titleLine
    }
    Text {
        objectName: "captionTells"
        textFormat: Text.PlainText
        anchors {
            left: titleText.left
            right: titleText.right
            top: titleText.bottom
            bottom: parent.bottom
            bottomMargin: window.height * 0.06
        }
        color: window.yours ? "#14202E" : "#DCE5EF"
        font.pixelSize: window.height * 0.22
        fontSizeMode: Text.Fit
        minimumPixelSize: 10
        wrapMode: Text.Wrap
        verticalAlignment: Text.AlignVCenter
        text: window.tellsLine
    }
}
