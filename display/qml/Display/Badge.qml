import QtQuick

// A service's prefix.
Rectangle {
    id: badge

    required property string letter
    property color ink: Theme.background

    width: Math.max(height, text.implicitWidth + height * 0.3)
    radius: height * 0.2
    color: Theme.text

    Said {
        id: text
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -badge.height * 0.02
        text: badge.letter
        size: badge.height * 0.72
        bold: true
        color: badge.ink
    }
}
