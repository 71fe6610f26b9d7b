pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes

// Pages of a list: the one before, which one this is of how many, the next. Behind the last comes the first.
RowLayout {
    id: bar

    required property KioskView view
    required property string page
    property string names: "page"

    signal turned(by: int)

    spacing: Theme.gap

    TouchButton {
        objectName: bar.names + "_previous"
        text: "‹\u00a0" + bar.view.texts.page_previous
        size: 38
        accent: Theme.action
        Accessible.name: bar.view.texts.page_previous
        Layout.fillWidth: true
        Layout.preferredWidth: 3
        onClicked: bar.turned(-1)
    }
    FitLabel {
        objectName: bar.names + "_of"
        words: bar.page
        size: 36
        tallest: Theme.target
        strong: true
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        Layout.fillWidth: true
        Layout.preferredWidth: 3
        Layout.preferredHeight: Theme.target
    }
    TouchButton {
        objectName: bar.names + "_next"
        text: bar.view.texts.page_next + "\u00a0›"
        size: 38
        accent: Theme.action
        Accessible.name: bar.view.texts.page_next
        Layout.fillWidth: true
        Layout.preferredWidth: 3
        onClicked: bar.turned(1)
    }
}
