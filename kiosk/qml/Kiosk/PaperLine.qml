pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Screen

// One paper to bring, with what replaces it.
ColumnLayout {
    id: line

    required property string name
    required property string note
    required property string icon
    required property bool wide

    spacing: 0

    RowLayout {
        spacing: 16
        Layout.topMargin: 14
        Layout.bottomMargin: 14
        Layout.fillWidth: true

        // No tick and no box: nothing was looked at, and nothing here is to be pressed.
        Rectangle {
            implicitWidth: 56
            implicitHeight: 56
            radius: 12
            color: Theme.ink
            Layout.alignment: Qt.AlignTop
            Accessible.ignored: true

            PaperIcon {
                anchors.centerIn: parent
                width: 44
                height: 44
                icon: line.icon
            }
        }
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true
            Layout.preferredWidth: 1

            FitLabel {
                objectName: "paper"
                words: line.name
                size: 40
                tallest: line.wide ? 112 : 150
                Layout.fillWidth: true
                Layout.preferredWidth: 1
            }
            FitLabel {
                objectName: "paper_note"
                visible: words !== ""
                words: line.note
                size: 30
                tallest: line.wide ? 76 : 112
                color: Theme.quiet
                Layout.fillWidth: true
                Layout.preferredWidth: 1
            }
        }
    }
    Rectangle {
        implicitHeight: 2
        color: Theme.line
        Layout.fillWidth: true
    }
}
