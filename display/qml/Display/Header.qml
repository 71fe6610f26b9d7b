import QtQuick
import DisplayTypes

// Hall, date and clock.
Item {
    id: header

    required property OrderView view
    readonly property real margin: view.sizes.margin

    Row {
        anchors.left: parent.left
        anchors.leftMargin: header.margin
        height: parent.height
        spacing: header.margin * 0.6

        Said {
            id: hall
            height: parent.height
            text: header.view.hall.own
            size: header.height * 0.46
            bold: true
        }
        FitSaid {
            height: parent.height
            width: Math.max(1, dates.x - hall.width - 3 * header.margin)
            topPadding: header.height * 0.08
            text: header.view.hall.second
            size: header.height * 0.3
            color: Theme.quiet
        }
    }
    Row {
        id: dates
        anchors.right: parent.right
        anchors.rightMargin: header.margin
        height: parent.height
        spacing: header.margin

        Column {
            anchors.verticalCenter: parent.verticalCenter

            Said {
                anchors.right: parent.right
                text: header.view.date.own
                size: header.height * 0.34
                lineHeight: 0.85
            }
            Said {
                anchors.right: parent.right
                visible: text !== ""
                text: header.view.date.second
                size: header.height * 0.22
                lineHeight: 0.85
                color: Theme.quiet
            }
        }
        Said {
            objectName: "clock"
            height: parent.height
            text: header.view.clock
            size: header.height * 0.66
            bold: true
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(1, header.height * 0.02)
        color: Theme.line
    }
}
