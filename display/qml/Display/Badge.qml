import QtQuick

// A service's letter.
Rectangle {
    id: badge

    required property string letter
    property color ink: Theme.background

    width: height
    radius: height * 0.2
    color: Theme.text

    Said {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -badge.height * 0.02
        text: badge.letter
        size: badge.height * 0.72
        bold: true
        color: badge.ink
    }
}
