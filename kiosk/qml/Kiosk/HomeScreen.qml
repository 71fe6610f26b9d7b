pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes

Item {
    id: home

    required property KioskView view
    required property bool wide

    GridLayout {
        id: top

        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            leftMargin: Theme.margin
            rightMargin: Theme.margin
            topMargin: 24
        }
        columns: home.wide ? 2 : 1
        columnSpacing: 40
        rowSpacing: 28

        LanguageBar {
            view: home.view
            Layout.row: 0
            Layout.column: home.wide ? 1 : 0
            Layout.fillWidth: true
            Layout.maximumWidth: home.wide ? 560 : Number.POSITIVE_INFINITY
            Layout.alignment: Qt.AlignTop
        }
        ColumnLayout {
            visible: !home.view.blocked
            spacing: 2
            Layout.row: home.wide ? 0 : 1
            Layout.column: 0
            Layout.fillWidth: true

            Label {
                objectName: "title"
                text: home.view.title
                strong: true
                size: 62
                Layout.fillWidth: true
            }
            Label {
                objectName: "body"
                text: home.view.body
                size: 34
                color: Theme.quiet
                Layout.fillWidth: true
            }
        }
        MessagePanel {
            visible: home.view.blocked
            title: home.view.title
            body: home.view.body
            alarm: home.view.alarm
            Layout.row: home.wide ? 0 : 1
            Layout.column: 0
            Layout.fillWidth: true
        }
    }

    GridLayout {
        anchors {
            left: parent.left
            right: parent.right
            top: top.bottom
            bottom: late.visible ? late.top : parent.bottom
            leftMargin: Theme.margin
            rightMargin: Theme.margin
            topMargin: 28
            bottomMargin: late.visible ? Theme.gap : 40
        }
        flow: GridLayout.TopToBottom
        rows: home.wide ? Math.ceil(services.count / 2) : services.count
        rowSpacing: Theme.gap
        columnSpacing: Theme.gap

        Repeater {
            id: services

            model: home.view.services
            delegate: ServiceButton {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 1
                Layout.minimumHeight: Theme.target
                Layout.maximumHeight: 210
                Layout.alignment: Qt.AlignTop
                onClicked: home.view.choose_service(service_id)
            }
        }
    }

    Rectangle {
        id: late

        anchors {
            left: parent.left
            right: parent.right
            bottom: parent.bottom
            leftMargin: Theme.margin
            rightMargin: Theme.margin
            bottomMargin: 32
        }
        visible: home.view.late !== ""
        height: lateText.implicitHeight + 40
        radius: Theme.radius
        color: Theme.call

        Label {
            id: lateText

            objectName: "late"
            anchors {
                left: parent.left
                right: parent.right
                verticalCenter: parent.verticalCenter
                margins: 32
            }
            text: home.view.late
            size: 34
            strong: true
        }
    }
}
