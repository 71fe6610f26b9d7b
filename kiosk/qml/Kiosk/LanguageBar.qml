pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes

GridLayout {
    id: bar

    required property KioskView view
    readonly property alias count: languages.count

    columnSpacing: Theme.gap
    rowSpacing: Theme.gap

    Repeater {
        id: languages

        model: bar.view.languages
        delegate: TouchButton {
            required property string object_name
            required property string language
            required property string label
            required selected

            objectName: object_name
            text: label
            size: 36
            Accessible.checkable: true
            Accessible.checked: selected
            Layout.fillWidth: true
            Layout.preferredWidth: 200
            onClicked: bar.view.choose_language(language)
        }
    }
}
