pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes

// The ticket's number as large as the card allows, its service, and how many are ahead.
Rectangle {
    id: card

    required property KioskView view
    required property int size

    implicitHeight: words.implicitHeight + 56
    radius: 28
    color: Theme.surface
    border.width: 2
    border.color: Theme.line

    ColumnLayout {
        id: words

        anchors {
            left: parent.left
            right: parent.right
            verticalCenter: parent.verticalCenter
            margins: 40
        }
        spacing: 0

        Label {
            text: card.view.texts.your_number
            size: 40
            color: Theme.quiet
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: 28
            Layout.alignment: Qt.AlignHCenter

            PriorityMark {
                visible: card.view.priority
                Layout.preferredWidth: card.size * 0.42
                Layout.preferredHeight: card.size * 0.42
            }
            Label {
                objectName: "number"
                text: card.view.number
                size: card.size
                strong: true
                wrapMode: Text.NoWrap
                lineHeightMode: Text.FixedHeight
                lineHeight: size * 1.08
            }
        }
        Label {
            text: card.view.service
            size: 46
            strong: true
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }
        Label {
            objectName: "ahead"
            visible: text !== ""
            text: card.view.ahead
            size: 40
            horizontalAlignment: Text.AlignHCenter
            Layout.topMargin: 8
            Layout.fillWidth: true
        }
    }
}
