pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts

// What stands in the way, said with a mark, a headline and what to do.
Rectangle {
    id: panel

    required property string title
    required property string body
    property bool alarm: true
    readonly property color colour: alarm ? Theme.trouble : Theme.action

    implicitHeight: words.implicitHeight + 56
    radius: Theme.radius
    color: Theme.surface
    border.width: 3
    border.color: panel.colour
    Accessible.role: Accessible.AlertMessage
    Accessible.name: panel.title + "\n" + panel.body

    RowLayout {
        id: words

        anchors {
            left: parent.left
            right: parent.right
            verticalCenter: parent.verticalCenter
            leftMargin: 36
            rightMargin: 36
        }
        spacing: 32

        Rectangle {
            Layout.preferredWidth: 96
            Layout.preferredHeight: 96
            Layout.alignment: Qt.AlignVCenter
            radius: width / 2
            color: panel.colour

            Label {
                anchors.centerIn: parent
                text: panel.alarm ? "!" : "i"
                size: 64
                strong: true
                color: Theme.surface
            }
        }
        ColumnLayout {
            spacing: 4
            Layout.fillWidth: true

            Label {
                objectName: "title"
                text: panel.title
                strong: true
                size: 50
                Layout.fillWidth: true
            }
            Label {
                objectName: "body"
                visible: text !== ""
                text: panel.body
                size: 34
                Layout.fillWidth: true
            }
        }
    }
}
