pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes

// No number yet: why, and what to do now.
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
        width: screen.wide ? (languages.count > 3 ? 1000 : 640) : parent.width - 2 * Theme.margin
        view: screen.view
    }
    ColumnLayout {
        anchors {
            horizontalCenter: parent.horizontalCenter
            verticalCenter: parent.verticalCenter
            verticalCenterOffset: screen.wide ? (languages.y + languages.height) / 2 : 0
        }
        width: Math.min(parent.width - 2 * Theme.margin, 1200)
        spacing: screen.wide ? 20 : 36

        Rectangle {
            implicitWidth: screen.wide ? 112 : 152
            implicitHeight: implicitWidth
            radius: width / 2
            color: Theme.trouble
            Layout.alignment: Qt.AlignHCenter

            Label {
                anchors.centerIn: parent
                text: "!"
                size: screen.wide ? 76 : 100
                strong: true
                color: Theme.surface
            }
        }
        FitLabel {
            objectName: "title"
            words: screen.view.title
            strong: true
            size: 72
            tallest: screen.wide ? 170 : 280
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
            Accessible.role: Accessible.AlertMessage
        }
        FitLabel {
            objectName: "body"
            sentence: true
            words: screen.view.body
            size: 44
            tallest: screen.wide ? 240 : 460
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }
        GridLayout {
            columns: screen.wide ? 2 : 1
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap
            Layout.topMargin: 16
            Layout.fillWidth: true

            TouchButton {
                objectName: "try_again"
                visible: screen.view.can_retry
                text: screen.view.texts.retry
                primary: true
                size: 52
                Layout.fillWidth: true
                Layout.preferredHeight: 150
                onClicked: screen.view.retry()
            }
            TouchButton {
                objectName: "finish"
                text: screen.view.texts.home
                size: 46
                accent: Theme.action
                Layout.fillWidth: true
                Layout.preferredHeight: 150
                onClicked: screen.view.finish()
            }
        }
    }
}
