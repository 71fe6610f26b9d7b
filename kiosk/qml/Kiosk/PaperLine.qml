pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts

// One paper to bring, with what replaces it.
ColumnLayout {
    id: line

    required property string name
    required property string note

    spacing: 0

    RowLayout {
        spacing: 24
        Layout.topMargin: 14
        Layout.bottomMargin: 14
        Layout.fillWidth: true

        Label {
            text: "✓"
            size: 42
            strong: true
            color: Theme.good
            Layout.alignment: Qt.AlignTop
            Accessible.ignored: true
        }
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true

            Label {
                text: line.name
                size: 40
                Layout.fillWidth: true
            }
            Label {
                visible: text !== ""
                text: line.note
                size: 30
                color: Theme.quiet
                Layout.fillWidth: true
            }
        }
    }
    Rectangle {
        implicitHeight: 2
        color: Theme.line
        Layout.fillWidth: true
    }
}
