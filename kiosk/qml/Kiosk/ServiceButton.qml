pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T

// A service to choose. Its texts grow with it, and shrink into it: the whole name stands on the next screen.
T.AbstractButton {
    id: button

    required property string object_name
    required property string service_id
    required property string prefix
    required property string name
    required property string second
    required property string count
    required property string note
    required property string wait
    required property string sooner
    required property bool available
    // With the height of a poster, what waits stands below the name, not beside it.
    readonly property bool poster: height >= 280
    // Then both times want their lines too.
    readonly property bool tight: poster && wait !== ""
    readonly property real grown: Math.max(1, Math.min(1.8, height / 190))

    objectName: object_name
    text: name
    enabled: available
    focusPolicy: Qt.NoFocus
    leftPadding: 36
    rightPadding: 32
    topPadding: height < 140 ? 6 : 12
    bottomPadding: topPadding
    Accessible.role: Accessible.Button
    Accessible.name: [name, count, note, wait, sooner].filter(part => part !== "").join(" ")

    background: Rectangle {
        radius: Theme.radius
        color: !button.available ? Theme.closed : button.down ? Theme.pressed : Theme.surface
        border.width: button.available ? 3 : 2
        border.color: button.available ? (button.down ? Theme.action : Theme.border) : Theme.line
    }

    contentItem: RowLayout {
        spacing: 24

        PrefixBadge {
            prefix: button.prefix
            available: button.available
            Layout.preferredWidth: 88 * button.grown
            Layout.preferredHeight: 88 * button.grown
        }
        Column {
            id: column

            // What of a poster is left for the name.
            readonly property real rest: button.availableHeight - [second, count, waits].reduce((sum, one) => sum + (one.visible ? one.height : 0), 0)

            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.alignment: Qt.AlignVCenter

            transform: Translate {
                // The letters of a line stand low in it.
                y: -5
            }

            FitLabel {
                objectName: "name"
                width: parent.width
                words: button.name
                strong: true
                size: button.poster ? 64 : 42 * button.grown
                tallest: button.poster ? Math.min(button.availableHeight * 0.5, column.rest) : button.availableHeight * (button.second === "" ? 1 : 0.64)
                color: button.available ? Theme.ink : Theme.quiet
            }
            FitLabel {
                id: second

                objectName: "second"
                visible: words !== ""
                width: parent.width
                words: button.second
                size: button.poster ? 40 : 28 * button.grown
                oneLine: !button.poster || button.tight
                tallest: button.availableHeight * (button.tight ? 0.18 : button.poster ? 0.3 : 0.36)
                color: Theme.quiet
            }
            FitLabel {
                id: count

                visible: button.poster && words !== ""
                width: parent.width
                words: [button.count, button.note].filter(part => part !== "").join(" ")
                size: 46
                oneLine: true
                tallest: button.availableHeight * (button.tight ? 0.17 : 0.2)
                topPadding: 12
            }
            Waits {
                id: waits

                visible: button.tight
                width: parent.width
                wait: button.wait
                sooner: button.sooner
                size: 40
                room: button.availableHeight * 0.26
            }
        }
        ColumnLayout {
            id: line

            readonly property bool timed: button.wait !== "" || button.sooner !== ""

            visible: !button.poster && (button.count !== "" || button.note !== "" || timed)
            spacing: -2
            Layout.leftMargin: -8
            Layout.bottomMargin: timed ? 8 : 0

            RowLayout {
                spacing: 10
                Layout.alignment: Qt.AlignRight

                Label {
                    visible: text !== ""
                    text: button.count
                    size: (button.sooner !== "" ? 36 : 44) * button.grown
                    strong: true
                    wrapMode: Text.NoWrap
                }
                FitLabel {
                    id: note

                    visible: words !== ""
                    words: button.note
                    size: 30 * button.grown
                    tallest: button.availableHeight * (line.timed ? 0.4 : 1)
                    color: Theme.quiet
                    horizontalAlignment: Text.AlignRight
                    Layout.preferredWidth: Math.min((button.count === "" ? 240 : 180) * button.grown, wide.implicitWidth * 1.04 + 2)

                    Label {
                        id: wide

                        visible: false
                        text: note.words
                        size: note.size
                        wrapMode: Text.NoWrap
                    }
                }
            }
            Waits {
                id: times

                visible: line.timed
                wait: button.wait
                sooner: button.sooner
                size: Theme.least * button.grown
                room: button.availableHeight * 0.56
                last: true
                Layout.alignment: Qt.AlignRight
                Layout.preferredWidth: Math.min(times.wished, 300 * button.grown)
            }
        }
        Label {
            text: "›"
            size: 56
            strong: true
            color: Theme.action
            opacity: button.available ? 1 : 0
        }
    }
}
