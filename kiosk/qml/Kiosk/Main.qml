pragma ComponentBehavior: Bound
import QtQuick
import KioskTypes
import Screen

// Drawn for 1080 x 1920, or 1920 x 1080 on a monitor that lies; scaled as a whole to the real one.
Window {
    id: root

    required property KioskView view
    readonly property bool wide: width > height

    width: 1080
    height: 1920
    color: Theme.paper
    flags: Qt.Window | Qt.FramelessWindowHint
    objectName: "kiosk"
    title: view.hall

    Item {
        id: stage

        objectName: "stage"
        transformOrigin: Item.TopLeft
        scale: Math.max(0.01, root.wide ? Math.min(root.width / 1920, root.height / 1080) : Math.min(root.width / 1080, root.height / 1920))
        width: root.width / scale
        height: root.height / scale

        HeaderBar {
            id: header

            visible: !over.visible
            anchors {
                left: parent.left
                right: parent.right
                top: parent.top
            }
            view: root.view
        }
        Loader {
            visible: !over.visible
            anchors {
                left: parent.left
                right: parent.right
                top: header.bottom
                bottom: parent.bottom
            }
            sourceComponent: root.view.screen === "home" ? home : root.view.screen === "confirm" ? confirm : root.view.screen === "guide" ? guide : root.view.screen === "asking" ? asking : root.view.screen === "trouble" ? trouble : number
        }
        IdleOverlay {
            anchors.fill: parent
            visible: root.view.idle !== "" && !over.visible
            view: root.view
        }
        Emergency {
            id: over

            anchors.fill: parent
            lines: root.view.emergency
        }
        Item {
            // Sees every press before what lies below, and takes none.
            anchors.fill: parent

            PointHandler {
                onActiveChanged: if (active) root.view.touch()
            }
        }
    }

    Component {
        id: home

        HomeScreen {
            view: root.view
            wide: root.wide
        }
    }
    Component {
        id: confirm

        ConfirmScreen {
            view: root.view
            wide: root.wide
        }
    }
    Component {
        id: guide

        GuideScreen {
            view: root.view
            wide: root.wide
        }
    }
    Component {
        id: asking

        WaitScreen {
            view: root.view
        }
    }
    Component {
        id: number

        NumberScreen {
            view: root.view
            wide: root.wide
        }
    }
    Component {
        id: trouble

        TroubleScreen {
            view: root.view
            wide: root.wide
        }
    }
}
