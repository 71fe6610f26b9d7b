pragma ComponentBehavior: Bound
import QtQuick
import KioskTypes

Item {
    id: screen

    required property KioskView view
    required property bool wide

    LanguageBar {
        id: languages

        anchors {
            right: parent.right
            top: parent.top
            rightMargin: Theme.margin
            topMargin: 24
        }
        width: screen.wide ? 720 : parent.width - 2 * Theme.margin
        columns: screen.wide && languages.count > 3 ? 3 : -1
        view: screen.view
    }
    ServiceGuide {
        anchors {
            left: parent.left
            right: screen.wide ? actions.left : parent.right
            top: screen.wide ? parent.top : languages.bottom
            bottom: screen.wide ? parent.bottom : actions.top
            leftMargin: Theme.margin
            rightMargin: Theme.margin
            topMargin: 28
            bottomMargin: 24
        }
        view: screen.view
        wide: screen.wide
        tight: !screen.wide && actions.classCount > 1
        // A notice about taking numbers says nothing where none can be taken and there is no room to spare.
        notice: actions.showsNotice || (screen.wide && screen.view.blocked) ? "" : screen.view.notice
    }
    ConfirmActions {
        id: actions

        anchors {
            right: parent.right
            bottom: parent.bottom
            rightMargin: Theme.margin
            bottomMargin: 40
        }
        width: screen.wide ? 720 : parent.width - 2 * Theme.margin
        room: parent.height - languages.height - 24 - 40 - Theme.gap
        view: screen.view
        wide: screen.wide
    }
}
