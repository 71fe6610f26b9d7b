pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import KioskTypes
import ScreenTypes

// The one big button, and the choice of priority.
ColumnLayout {
    id: actions

    required property KioskView view
    required property bool wide
    // How high all of it may be.
    required property real room
    readonly property real noticeRoom: room - priority.implicitHeight - confirm.Layout.preferredHeight - 2 * spacing
    // Beside the guide on a monitor that lies, where the whole notice has room.
    readonly property bool showsNotice: wide && view.notice !== "" && !view.blocked && Fitter.size(view.notice, false, width - 68, noticeRoom - 48, 34, false, 0) >= Theme.least

    spacing: Theme.gap

    NoticeBox {
        visible: actions.showsNotice
        notice: actions.view.notice
        tallest: actions.noticeRoom
        Layout.fillWidth: true
    }
    MessagePanel {
        visible: actions.view.blocked
        title: actions.view.title
        body: actions.view.body
        alarm: actions.view.alarm
        tallest: 420
        Layout.fillWidth: true
    }
    T.AbstractButton {
        id: priority

        objectName: "priority"
        visible: !actions.view.blocked
        text: actions.view.texts.priority
        checked: actions.view.priority
        focusPolicy: Qt.NoFocus
        padding: 28
        implicitHeight: Math.max(Theme.target, implicitContentHeight + 44)
        Accessible.role: Accessible.CheckBox
        Accessible.name: text
        Accessible.description: actions.view.texts.priority_who
        Accessible.checkable: true
        Accessible.checked: actions.view.priority
        Layout.fillWidth: true
        onClicked: actions.view.toggle_priority()

        background: Rectangle {
            radius: Theme.radius
            color: actions.view.priority ? Theme.notice : priority.down ? Theme.pressed : Theme.surface
            border.width: actions.view.priority ? 5 : 3
            border.color: actions.view.priority ? Theme.ink : Theme.border
        }
        contentItem: RowLayout {
            spacing: 24

            Rectangle {
                implicitWidth: 64
                implicitHeight: 64
                radius: 12
                color: Theme.surface
                border.width: 4
                border.color: Theme.ink

                PriorityMark {
                    anchors.centerIn: parent
                    visible: actions.view.priority
                }
            }
            ColumnLayout {
                spacing: 2
                Layout.fillWidth: true

                RowLayout {
                    spacing: 12
                    Layout.fillWidth: true

                    Label {
                        text: priority.text
                        size: 40
                        strong: true
                        Layout.fillWidth: true
                        Layout.maximumWidth: implicitWidth + 1
                    }
                    PriorityMark {
                        Layout.preferredWidth: 36
                        Layout.preferredHeight: 36
                        Layout.fillWidth: false
                    }
                    Item {
                        Layout.fillWidth: true
                    }
                }
                Label {
                    text: actions.view.texts.priority_who
                    size: 28
                    color: Theme.quiet
                    Layout.fillWidth: true
                }
            }
        }
    }
    TouchButton {
        id: confirm

        objectName: "confirm"
        text: actions.view.priority ? actions.view.texts.confirm_priority : actions.view.texts.confirm
        enabled: actions.view.can_confirm
        primary: true
        size: actions.wide ? 56 : 64
        Layout.fillWidth: true
        Layout.preferredHeight: actions.wide ? 160 : 190
        onClicked: actions.view.confirm()
    }
}
