pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window

// What comes out of the hall's devices: the LED sign's dots and the tray of printed tickets.
Window {
    id: window

    property string consoleLine
    property bool signIn: true
    property string emptyLine
    property string sign
    property list<string> tickets

    objectName: "tray"
    width: 520
    height: 700
    visible: true
    color: "#14202E"
    onClosing: Qt.quit()

    Column {
        id: devices

        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            margins: 16
        }
        spacing: 14

        Image {
            width: parent.width
            height: Math.min(56, width * 0.16)
            fillMode: Image.PreserveAspectFit
            cache: false
            source: window.sign
        }
        Text {
            textFormat: Text.PlainText
            width: parent.width
            visible: window.signIn
            color: "#F7FAFC"
            font.pixelSize: Math.max(12, Math.min(18, window.width / 24))
            wrapMode: Text.Wrap
            text: window.consoleLine
        }
        Text {
            textFormat: Text.PlainText
            width: parent.width
            visible: window.tickets.length === 0
            color: "#C3CCD6"
            font.pixelSize: Math.max(12, Math.min(18, window.width / 24))
            wrapMode: Text.Wrap
            text: window.emptyLine
        }
    }
    GridView {
        objectName: "paper"

        readonly property real room: window.height - y - 16

        anchors {
            left: parent.left
            right: parent.right
            top: devices.bottom
            margins: 16
        }
        // As many rows as are seen whole, to the code for the phone at a ticket's end.
        height: Math.floor(room / cellHeight) * cellHeight
        clip: true
        cellWidth: width / 2
        cellHeight: Math.max(1, Math.min(cellWidth * 1.9, room))
        model: window.tickets

        delegate: Item {
            id: ticket

            required property string modelData

            width: GridView.view.cellWidth
            height: GridView.view.cellHeight

            Image {
                anchors.fill: parent
                anchors.margins: 6
                // Read at the size it is shown: else its small letters lose strokes.
                sourceSize.width: width * Screen.devicePixelRatio
                sourceSize.height: height * Screen.devicePixelRatio
                fillMode: Image.PreserveAspectFit
                verticalAlignment: Image.AlignTop
                source: ticket.modelData
            }
        }
    }
}
