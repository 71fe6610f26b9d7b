pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T

T.AbstractButton {
    id: button

    required property string object_name
    required property string service_id
    required property string prefix
    required property string name
    required property string second
    required property string count
    required property string note
    required property bool available

    objectName: object_name
    text: name
    enabled: available
    focusPolicy: Qt.NoFocus
    implicitHeight: 150
    leftPadding: 36
    rightPadding: 32
    Accessible.role: Accessible.Button
    Accessible.name: [name, count, note].filter(part => part !== "").join(" ")

    background: Rectangle {
        radius: Theme.radius
        color: !button.available ? Theme.closed : button.down ? Theme.pressed : Theme.surface
        border.width: button.available ? 3 : 2
        border.color: button.available ? (button.down ? Theme.action : Theme.border) : Theme.line
    }

    contentItem: RowLayout {
        spacing: 24

        PrefixBadge {
            prefix: button.prefix
            available: button.available
        }
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true

            Label {
                text: button.name
                strong: true
                size: 42
                color: button.available ? Theme.ink : Theme.quiet
                fontSizeMode: Text.Fit
                minimumPixelSize: 28
                verticalAlignment: button.second === "" ? Text.AlignVCenter : Text.AlignBottom
                Layout.fillWidth: true
                Layout.preferredHeight: button.availableHeight * (button.second === "" ? 0.94 : 0.58)
            }
            Label {
                visible: button.second !== ""
                text: button.second
                size: 28
                color: Theme.quiet
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 28
                wrapMode: Text.NoWrap
                Layout.fillWidth: true
                Layout.preferredHeight: button.availableHeight * 0.42
            }
        }
        Label {
            visible: button.count !== ""
            text: button.count
            size: 60
            strong: true
            wrapMode: Text.NoWrap
        }
        Label {
            text: button.note
            size: 30
            color: Theme.quiet
            horizontalAlignment: button.count === "" ? Text.AlignRight : Text.AlignLeft
            Layout.maximumWidth: 230
            Layout.leftMargin: -8
        }
        Label {
            text: "›"
            size: 56
            strong: true
            color: Theme.action
            opacity: button.available ? 1 : 0
        }
    }
}
