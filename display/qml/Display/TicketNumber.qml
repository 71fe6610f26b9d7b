import QtQuick

// A ticket's number as the wall sets it: ◆ for priority, letter, thin gap, digits.
Item {
    id: number

    required property string letter
    required property string digits
    required property bool marked
    property real size: 100
    property color color: Theme.text
    property bool bold: true

    implicitWidth: row.width
    implicitHeight: size * 0.98

    Row {
        id: row
        height: number.height

        Item {
            visible: number.marked
            width: number.size * 0.52
            height: parent.height

            Rectangle {
                objectName: "priorityMark"
                x: number.size * 0.06
                anchors.verticalCenter: parent.verticalCenter
                width: number.size * 0.31
                height: width
                rotation: 45
                antialiasing: true
                color: number.color
            }
        }
        Said {
            height: parent.height
            topPadding: -number.size * 0.13
            text: number.letter
            size: number.size
            bold: number.bold
            color: number.color
        }
        Item {
            visible: number.letter !== ""
            width: number.size * 0.16
            height: 1
        }
        Said {
            objectName: "digits"
            height: parent.height
            topPadding: -number.size * 0.13
            text: number.digits
            size: number.size
            bold: number.bold
            color: number.color
        }
    }
}
