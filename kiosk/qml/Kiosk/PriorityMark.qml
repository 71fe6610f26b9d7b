import QtQuick

// The filled diamond that stands before a priority number.
Item {
    id: mark

    property color colour: Theme.ink

    implicitWidth: 48
    implicitHeight: 48
    Accessible.ignored: true

    Rectangle {
        anchors.centerIn: parent
        width: mark.width / 1.4143
        height: width
        rotation: 45
        antialiasing: true
        color: mark.colour
    }
}
