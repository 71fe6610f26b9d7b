pragma ComponentBehavior: Bound
import QtQuick
import ScreenTypes

// Rows of keys as long as the longest row is wide; the last key takes the last letter back.
Column {
    id: keyboard

    required property EnrolView view
    required property list<string> rows
    property real keyHeight: 112
    readonly property int gap: 12
    readonly property real keyWidth: (width - (rows[0].length - 1) * gap) / rows[0].length

    spacing: gap

    Repeater {
        model: keyboard.rows

        Row {
            id: row

            required property string modelData
            required property int index
            readonly property bool last: index === keyboard.rows.length - 1

            spacing: keyboard.gap

            Repeater {
                model: row.modelData.split("")

                EnrolKey {
                    required property string modelData

                    objectName: "key_" + modelData
                    text: modelData
                    size: 46
                    width: keyboard.keyWidth
                    height: keyboard.keyHeight
                    focusPolicy: Qt.NoFocus
                    onClicked: keyboard.view.type(modelData)
                }
            }
            EnrolKey {
                objectName: "erase"
                visible: row.last
                text: "⌫"
                size: 46
                width: keyboard.width - row.modelData.length * (keyboard.keyWidth + keyboard.gap)
                height: keyboard.keyHeight
                focusPolicy: Qt.NoFocus
                autoRepeat: true
                Accessible.name: "⌫"
                onClicked: keyboard.view.erase()
            }
        }
    }
}
