import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import KioskTypes
import ScreenTypes

// A class of visitors: its name, who qualifies, and whether the visitor says to.
T.AbstractButton {
    id: button

    required property KioskView view
    required property string object_name
    required property string class_id
    required property string name
    required property string who
    required property string wait
    required property bool priority
    required property bool chosen
    // How high the words below the name may be; beyond that they end in "…".
    required property real tallest

    objectName: object_name
    text: name
    checked: chosen
    focusPolicy: Qt.NoFocus
    implicitHeight: Math.max(Theme.target, implicitContentHeight + 2 * padding)
    Accessible.role: Accessible.CheckBox
    Accessible.name: name
    Accessible.description: [who, wait].filter(part => part !== "").join(" ")
    Accessible.checkable: true
    Accessible.checked: chosen
    onClicked: view.toggle_class(class_id)

    background: Rectangle {
        radius: Theme.radius
        color: button.chosen ? Theme.notice : button.down ? Theme.pressed : Theme.surface
        border.width: button.chosen ? 5 : 3
        border.color: button.chosen ? Theme.ink : Theme.border
    }
    contentItem: RowLayout {
        spacing: 24

        Rectangle {
            implicitWidth: 64
            implicitHeight: 64
            radius: 12
            color: Theme.surface
            border.width: 4
            border.color: Theme.ink

            PriorityMark {
                anchors.centerIn: parent
                visible: button.chosen && button.priority
            }
            Rectangle {
                anchors.centerIn: parent
                visible: button.chosen && !button.priority
                width: 36
                height: 36
                radius: 18
                color: Theme.ink
            }
        }
        ColumnLayout {
            spacing: 2
            Layout.fillWidth: true
            Layout.preferredWidth: 1

            RowLayout {
                spacing: 12
                Layout.fillWidth: true

                FitLabel {
                    objectName: "class"
                    words: button.name
                    size: 40
                    tallest: 96
                    strong: true
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                }
                PriorityMark {
                    visible: button.priority
                    Layout.preferredWidth: 36
                    Layout.preferredHeight: 36
                    Layout.fillWidth: false
                }
                FitLabel {
                    readonly property real wished: Fitter.width(words, true, size)

                    objectName: "class_wait"
                    // The name has the greater part.
                    visible: words !== "" && wished < button.availableWidth * 0.45
                    words: button.wait
                    size: 32
                    oneLine: true
                    tallest: 56
                    strong: true
                    horizontalAlignment: Text.AlignRight
                    Layout.preferredWidth: wished
                }
            }
            FitLabel {
                objectName: "class_who"
                words: button.who
                size: 28
                tallest: button.tallest
                color: Theme.quiet
                Layout.fillWidth: true
                Layout.preferredWidth: 1
            }
        }
    }
}
