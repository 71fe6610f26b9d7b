import QtQuick

Rectangle {
    id: badge

    required property string prefix
    property bool available: true

    implicitWidth: 88
    implicitHeight: 88
    radius: width * 0.22
    color: available ? Theme.ink : Theme.closedBadge

    Label {
        anchors.centerIn: parent
        text: badge.prefix
        size: badge.width * 0.58
        strong: true
        color: Theme.surface
    }
}
