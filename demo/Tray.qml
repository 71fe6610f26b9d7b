pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window

// What comes out of the hall's devices: the LED sign's dots and the tray of printed tickets.
Window {
    id: window

    property string consoleAddress
    property string sign
    property list<string> tickets

    objectName: "tray"
    width: 1180
    height: 720
    visible: true
    color: "#14202E"
    title: "號碼單與跑馬燈"

    Column {
        anchors.fill: parent
        anchors.margins: 20
        spacing: 16

        Rectangle {
            width: parent.width
            height: 130
            radius: 8
            color: "black"

            Image {
                anchors.fill: parent
                anchors.margins: 8
                fillMode: Image.PreserveAspectFit
                cache: false
                source: window.sign
            }
        }

        Text {
            color: "#F7FAFC"
            font.pixelSize: 20
            text: "櫃檯畫面　" + window.consoleAddress
        }

        ListView {
            width: parent.width
            height: window.height - 250
            orientation: ListView.Horizontal
            spacing: 16
            clip: true
            model: window.tickets

            delegate: Rectangle {
                id: ticket

                required property string modelData

                width: picture.paintedWidth + 16
                height: ListView.view.height
                color: "transparent"

                Image {
                    id: picture

                    height: parent.height
                    fillMode: Image.PreserveAspectFit
                    source: ticket.modelData
                }
            }
        }
    }
}
