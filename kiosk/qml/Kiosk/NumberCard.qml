pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes
import ScreenTypes

// The ticket's number as large as the card allows, its service, and how many are ahead.
Rectangle {
    id: card

    required property KioskView view
    required property int size
    readonly property int mark: view.priority ? size * 0.42 + 28 : 0

    implicitHeight: words.implicitHeight + 40
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

        FitLabel {
            words: card.view.texts.your_number
            size: 40
            tallest: 50
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
                // The widest number is set smaller, never cut.
                size: Fitter.size(text, true, words.width - card.mark, card.size * 1.3, card.size, true, Theme.least)
                strong: true
                wrapMode: Text.NoWrap
                lineHeightMode: Text.FixedHeight
                lineHeight: size * 1.08
            }
        }
        FitLabel {
            objectName: "service"
            words: card.view.service
            size: 46
            tallest: card.size < 200 ? 80 : 116
            strong: true
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }
        FitLabel {
            objectName: "ahead"
            visible: words !== ""
            words: card.view.ahead
            size: 40
            tallest: 90
            horizontalAlignment: Text.AlignHCenter
            Layout.topMargin: 8
            Layout.fillWidth: true
        }
    }
}
