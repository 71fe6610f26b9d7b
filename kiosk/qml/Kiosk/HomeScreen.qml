pragma ComponentBehavior: Bound
import QtQuick
import KioskTypes

// The services to choose from, page by page when there are many; page buttons stand low, in everybody's reach.
Item {
    id: home

    required property KioskView view
    required property bool wide

    Item {
        id: top

        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            leftMargin: Theme.margin
            rightMargin: Theme.margin
            topMargin: home.wide ? 16 : 24
        }
        height: Math.max(languages.height, heading.y + heading.height)

        LanguageBar {
            id: languages

            anchors.right: parent.right
            width: home.wide ? Math.min(900, count * 216) : parent.width
            view: home.view
        }
        Column {
            id: heading

            y: home.wide ? 0 : languages.height + 28
            width: home.wide ? parent.width - languages.width - 40 : parent.width
            spacing: 2

            FitLabel {
                objectName: "title"
                visible: !home.view.blocked
                width: parent.width
                words: home.view.title
                strong: true
                size: 62
                tallest: 90
            }
            FitLabel {
                objectName: "body"
                visible: !home.view.blocked
                width: parent.width
                words: home.view.body
                size: 34
                tallest: 90
                color: Theme.quiet
            }
            MessagePanel {
                visible: home.view.blocked
                width: parent.width
                title: home.view.title
                body: home.view.body
                alarm: home.view.alarm
                tallest: home.wide ? 212 : 260
            }
        }
    }

    Item {
        id: list

        readonly property int columns: home.wide && home.view.places > 1 ? 2 : 1
        readonly property int rows: Math.max(1, Math.ceil(home.view.places / columns))
        readonly property int highest: home.view.places <= 2 ? 420 : home.view.places <= 4 ? 340 : 210
        readonly property real cellWidth: (width - (columns - 1) * Theme.gap) / columns
        readonly property real cellHeight: Math.min(highest, (height - (rows - 1) * Theme.gap) / rows)
        // One or two stand lower, where a hand reaches from a wheelchair too.
        readonly property real first: home.view.places <= 2 ? (height - rows * cellHeight - (rows - 1) * Theme.gap) * 0.3 : 0

        anchors {
            left: parent.left
            right: parent.right
            top: top.bottom
            bottom: below.top
            leftMargin: Theme.margin
            rightMargin: Theme.margin
            topMargin: home.wide ? 20 : 28
        }

        Repeater {
            model: home.view.services
            delegate: ServiceButton {
                required property int index

                x: Math.floor(index / list.rows) * (list.cellWidth + Theme.gap)
                y: list.first + (index % list.rows) * (list.cellHeight + Theme.gap)
                width: list.cellWidth
                height: list.cellHeight
                onClicked: home.view.choose_service(service_id)
            }
        }
    }

    Column {
        id: below

        anchors {
            left: parent.left
            right: parent.right
            bottom: parent.bottom
            leftMargin: Theme.margin
            rightMargin: Theme.margin
            bottomMargin: home.wide ? 24 : 40
        }
        spacing: Theme.gap

        Item {
            // The gap below the list, where anything stands there.
            visible: late.visible || pages.visible
            width: 1
            height: 1
        }
        Rectangle {
            id: late

            visible: home.view.late !== ""
            width: parent.width
            height: lateText.implicitHeight + 40
            radius: Theme.radius
            color: Theme.ink

            FitLabel {
                id: lateText

                objectName: "late"
                anchors {
                    left: parent.left
                    right: parent.right
                    verticalCenter: parent.verticalCenter
                    margins: 32
                }
                words: home.view.late
                color: Theme.surface
                size: 34
                tallest: home.wide ? 42 : 88
                strong: true
            }
        }
        PageBar {
            id: pages

            visible: home.view.page !== ""
            width: parent.width
            view: home.view
            page: home.view.page
            onTurned: by => home.view.turn_page(by)
        }
    }
}
