import QtQuick
import DisplayTypes
import Screen

Window {
    id: window

    required property OrderView view
    required property ContentView content
    property bool shared: false

    objectName: "order"
    title: "叫號"
    color: Theme.background
    flags: Qt.Window | Qt.FramelessWindowHint

    OrderScreen {
        objectName: "screen"
        visible: !over.visible
        anchors.fill: parent
        view: window.view
        content: window.content
        shared: window.shared
    }
    Emergency {
        id: over

        anchors.fill: parent
        lines: window.view.emergency
    }
}
