pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes

// All that is told of a service before its number is taken. What is touched stands below, where who sits reaches it.
Item {
    id: screen

    required property KioskView view
    required property bool wide
    // In another language it begins with its first page.
    readonly property string read: view.service

    onReadChanged: pages.turned = 0

    ColumnLayout {
        id: head

        anchors {
            left: parent.left
            right: screen.wide ? below.left : parent.right
            top: parent.top
            leftMargin: Theme.margin
            rightMargin: Theme.margin
            topMargin: 28
        }
        spacing: 0

        FitLabel {
            objectName: "guide_title"
            words: screen.view.service
            strong: true
            size: 52
            tallest: screen.wide ? 120 : 180
            Layout.fillWidth: true
            Layout.preferredWidth: 1
        }
        FitLabel {
            objectName: "service"
            visible: words !== ""
            words: screen.view.second
            size: 34
            tallest: 84
            color: Theme.quiet
            Layout.fillWidth: true
            Layout.preferredWidth: 1
        }
    }
    PagedColumn {
        id: pages

        anchors {
            left: parent.left
            right: head.right
            top: head.bottom
            bottom: screen.wide ? parent.bottom : below.top
            leftMargin: Theme.margin
            topMargin: 8
            bottomMargin: screen.wide ? 40 : Theme.gap
        }
        view: screen.view
        names: "guide"

        Repeater {
            model: screen.view.guide
            delegate: GuideEntry {
                width: pages.width
                tallest: pages.pagedRoom
            }
        }
    }
    ColumnLayout {
        id: below

        anchors {
            right: parent.right
            bottom: parent.bottom
            rightMargin: Theme.margin
            bottomMargin: 40
        }
        width: screen.wide ? 560 : parent.width - 2 * Theme.margin
        spacing: Theme.gap

        LanguageBar {
            view: screen.view
            columns: screen.wide && count > 2 ? 2 : -1
            Layout.fillWidth: true
        }
        TouchButton {
            objectName: "guide_close"
            text: screen.view.texts.guide_close
            primary: true
            size: 52
            Layout.fillWidth: true
            Layout.preferredHeight: 160
            onClicked: screen.view.go_back()
        }
    }
}
