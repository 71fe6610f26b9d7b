pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T

// A key or a button of the first screen. The ring says where the keyboard is.
T.AbstractButton {
    id: control

    property bool primary: false
    property bool selected: false
    // On a dark ground: only what is selected is light.
    property bool overDark: false
    readonly property bool dark: primary ? enabled : overDark && !selected
    property real size: 40

    implicitHeight: 112
    implicitWidth: 200
    leftPadding: 8
    rightPadding: 8
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: control.click()
    Keys.onEnterPressed: control.click()

    background: Rectangle {
        radius: 18
        color: control.primary ? (!control.enabled ? "#ECE8DF" : control.down ? "#084683" : "#0B5CAD") : control.dark ? "transparent" : control.down ? "#E4EEF8" : "#FFFFFF"
        border.width: control.activeFocus ? 7 : (control.primary && control.enabled) || control.selected ? 0 : 3
        border.color: control.activeFocus ? CallColours.call : control.overDark ? "#B6C4D6" : "#6F7B89"
    }
    contentItem: Item {
        FitText {
            anchors.fill: parent
            words: control.text
            size: control.size
            oneLine: true
            least: 24
            bold: control.primary || control.selected
            color: control.dark ? "#FFFFFF" : control.enabled ? CallColours.ink : "#4A5868"
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
        }
    }
}
