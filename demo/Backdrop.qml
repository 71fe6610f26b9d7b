pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window

// Behind the windows of the tour: over each what it is, where a desktop would put its title bar; none where one does.
Window {
    id: window

    property var labels: []
    property bool named: true

    objectName: "backdrop"
    flags: Qt.Window | Qt.FramelessWindowHint | Qt.WindowDoesNotAcceptFocus | Qt.WindowStaysOnBottomHint
    color: "#06101E"

    Repeater {
        model: window.labels

        Text {
            required property var modelData

            objectName: "label"
            visible: window.named
            x: modelData.x + 2
            y: modelData.y
            width: modelData.width - 4
            height: modelData.height
            verticalAlignment: Text.AlignVCenter
            textFormat: Text.PlainText
            color: "#F7FAFC"
            font.pixelSize: 17
            font.weight: Font.Bold
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 10
            elide: Text.ElideRight
            text: modelData.text
        }
    }
}
