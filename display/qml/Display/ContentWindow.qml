import QtQuick
import DisplayTypes
import Screen

Window {
    id: window

    required property ContentView view

    objectName: "content"
    title: "服務說明"
    color: Theme.background
    flags: Qt.Window | Qt.FramelessWindowHint

    ContentScreen {
        objectName: "screen"
        visible: !over.visible
        anchors.fill: parent
        view: window.view
    }
    Emergency {
        id: over

        anchors.fill: parent
        lines: window.view.emergency
    }
}
