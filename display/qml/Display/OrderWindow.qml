import QtQuick
import DisplayTypes

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
        anchors.fill: parent
        view: window.view
        content: window.content
        shared: window.shared
    }
}
