pragma Singleton
import QtQuick

// What means the same on every screen of a hall; each room's Theme adds its own. The pages have them in
// server/web/static/base.css and icon.svg, the demo in Caption.qml (a test holds them alike), the LED sign in hardware/led/message.py.
QtObject {
    readonly property color call: "#FFC83D"
    readonly property color ink: "#14202E"
    readonly property color emergency: "#A3001B"
}
