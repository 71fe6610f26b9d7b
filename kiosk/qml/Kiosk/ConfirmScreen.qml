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
        view: screen.view
        wide: screen.wide
    }
}
