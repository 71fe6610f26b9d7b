import QtQuick

// The letters before a service's numbers; a service without any has no badge.
Rectangle {
    id: badge

    required property string prefix
    property bool available: true

    visible: prefix !== ""
    implicitWidth: 88
    implicitHeight: 88
    radius: width * 0.22
    color: available ? Theme.ink : Theme.closedBadge

    FitLabel {
        anchors.fill: parent
        anchors.margins: badge.width * 0.05
        words: badge.prefix
        size: badge.width * 0.58
        tallest: badge.height
        oneLine: true
        strong: true
        color: Theme.surface
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
}
