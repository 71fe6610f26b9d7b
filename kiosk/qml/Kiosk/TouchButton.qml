pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T

T.AbstractButton {
    id: control

    property bool primary: false
    property bool selected: false
    property bool flat: false
    property int size: 40
    property color accent: Theme.ink

    implicitHeight: Theme.target
    implicitWidth: 240
    leftPadding: 14
    rightPadding: 14
    // The letters of a line stand low in it.
    topPadding: 0
    bottomPadding: 10
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.Button
    Accessible.name: text

    background: Rectangle {
        radius: Theme.radius
        color: control.primary ? (control.down ? Theme.actionPressed : control.enabled ? Theme.action : Theme.closed) : control.selected ? Theme.ink : control.down ? Theme.pressed : control.flat ? "transparent" : Theme.surface
        border.width: control.primary || control.selected || control.flat ? 0 : 3
        border.color: control.accent === Theme.ink ? Theme.border : control.accent
    }
    contentItem: FitLabel {
        words: control.text
        size: control.size
        tallest: control.availableHeight
        strong: control.primary || control.selected || control.flat
        color: control.primary ? (control.enabled ? Theme.surface : Theme.quiet) : control.selected ? Theme.surface : control.accent
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
}
