import QtQuick
import DisplayTypes

Window {
    id: window

    required property ContentView view

    objectName: "content"
    title: "服務說明"
    color: Theme.background
    flags: Qt.Window | Qt.FramelessWindowHint

    ContentScreen {
        objectName: "screen"
        anchors.fill: parent
        view: window.view
    }
}
