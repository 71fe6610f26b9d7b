pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes
import ScreenTypes

// The one big button, the way to read more beside it, and who the visitor is, where that matters.
ColumnLayout {
    id: actions

    required property KioskView view
    required property bool wide
    // How high all of it may be.
    required property real room
    readonly property real noticeRoom: room - (question.visible ? question.implicitHeight + spacing : 0) - (choice.visible ? choice.implicitHeight + spacing : 0) - confirmHigh - spacing
    readonly property real confirmHigh: wide || classCount > 1 ? 160 : 190
    readonly property int classCount: classes.count
    // How high the words may be that say who is meant by one class.
    readonly property real wordsHigh: classCount > 4 ? 76 : classCount > 2 ? 114 : classCount > 1 ? 190 : 270
    // Beside the guide on a monitor that lies, where the whole notice has room.
    readonly property bool showsNotice: wide && view.notice !== "" && !view.blocked && noticeRoom > 110 && Fitter.size(view.notice, false, width - 68, noticeRoom - 48, 34, false, 0) >= Theme.least

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
    FitLabel {
        id: question

        // On a monitor that lies only where the buttons leave room to say what is plain to see.
        visible: choice.visible && classes.count > 1 && (!actions.wide || actions.room - choice.implicitHeight - actions.confirmHigh - 2 * actions.spacing > tallest)
        words: actions.view.texts.classes_question
        size: 32
        tallest: 84
        color: Theme.quiet
        Layout.fillWidth: true
        Layout.preferredWidth: 1
    }
    GridLayout {
        id: choice

        visible: !actions.view.blocked && classes.count > 0
        columns: classes.count > 2 ? 2 : 1
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        Layout.fillWidth: true

        Repeater {
            id: classes

            model: actions.view.classes
            delegate: ClassButton {
                view: actions.view
                tallest: actions.wordsHigh
                padding: actions.classCount > 1 ? 16 : 24
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 1
            }
        }
    }
    RowLayout {
        spacing: Theme.gap
        Layout.fillWidth: true

        TouchButton {
            objectName: "more"
            visible: actions.view.more
            text: actions.view.texts.guide_open
            size: 38
            accent: Theme.action
            Layout.fillWidth: true
            Layout.preferredWidth: 2
            Layout.preferredHeight: actions.confirmHigh
            onClicked: actions.view.open_guide()
        }
        TouchButton {
            objectName: "confirm"
            text: actions.view.priority ? actions.view.texts.confirm_priority : actions.view.texts.confirm
            enabled: actions.view.can_confirm
            primary: true
            size: actions.wide ? 56 : 64
            Layout.fillWidth: true
            Layout.preferredWidth: 5
            Layout.preferredHeight: actions.confirmHigh
            onClicked: actions.view.confirm()
        }
    }
}
