pragma ComponentBehavior: Bound
import QtQuick
import ScreenTypes

// This computer is no device yet. Drawn for 1080 x 1920, or 1920 x 1080 on a monitor that lies; scaled as a whole to the
// real one. Everything goes by touch, and everything by keyboard: letters, Enter, Esc, and Tab between the buttons.
Window {
    id: root

    required property EnrolView view
    readonly property bool wide: width > height
    readonly property bool asks: view.step === "address" || view.step === "code"
    readonly property bool compares: view.step === "compare"

    objectName: "enrol"
    width: 1080
    height: 1920
    color: "#F6F4EF"
    title: view.heading
    flags: Qt.Window | Qt.FramelessWindowHint

    Item {
        id: stage

        objectName: "stage"
        transformOrigin: Item.TopLeft
        scale: Math.max(0.01, root.wide ? Math.min(root.width / 1920, root.height / 1080) : Math.min(root.width / 1080, root.height / 1920))
        width: root.width / scale
        height: root.height / scale
        focus: true
        Keys.onPressed: event => {
            if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
                root.view.enter();
            else if (event.key === Qt.Key_Escape)
                root.view.go_back();
            else if (event.key === Qt.Key_Backspace)
                root.view.erase();
            else if (event.text >= " " && !(event.modifiers & (Qt.ControlModifier | Qt.AltModifier | Qt.MetaModifier)))
                root.view.type(event.text);
            else
                return;
            event.accepted = true;
        }

        Rectangle {
            id: header

            width: parent.width
            height: 128
            color: CallColours.ink

            FitText {
                objectName: "heading"
                anchors {
                    left: parent.left
                    right: languages.left
                    leftMargin: 56
                    rightMargin: 32
                    verticalCenter: parent.verticalCenter
                }
                height: 100
                words: root.view.heading
                size: 46
                least: 28
                bold: true
                color: "#FFFFFF"
                verticalAlignment: Text.AlignVCenter
            }
            Row {
                id: languages

                anchors {
                    right: parent.right
                    rightMargin: 56
                    verticalCenter: parent.verticalCenter
                }
                spacing: 16

                Repeater {
                    model: root.view.languages

                    EnrolKey {
                        required property var modelData

                        objectName: "language_" + modelData.tag
                        text: modelData.name
                        size: 32
                        width: 170
                        height: 92
                        overDark: true
                        selected: root.view.language === modelData.tag
                        focusPolicy: Qt.TabFocus
                        onClicked: root.view.choose_language(modelData.tag)
                    }
                }
            }
        }
        Item {
            id: words

            anchors {
                left: parent.left
                top: header.bottom
                leftMargin: 56
                topMargin: root.wide ? 72 : 88
            }
            width: root.wide && root.asks ? 800 : parent.width - 112
            height: root.wide ? parent.height - header.height - 128 : 860

            FitText {
                id: title

                objectName: "title"
                width: parent.width
                height: 150
                words: root.view.title
                size: 72
                least: 40
                bold: true
                color: CallColours.ink
                verticalAlignment: Text.AlignVCenter
            }
            FitText {
                id: hint

                objectName: "hint"
                anchors {
                    top: title.bottom
                    topMargin: 12
                }
                width: parent.width
                height: 150
                words: root.view.hint
                size: 38
                least: 28
                color: "#4A5868"
            }
            Rectangle {
                id: field

                objectName: "field"
                visible: root.asks || root.compares
                anchors {
                    top: hint.bottom
                    topMargin: 28
                }
                width: parent.width
                height: root.compares ? 190 : 150
                radius: 18
                color: "#FFFFFF"
                border.width: 4
                border.color: root.compares ? CallColours.ink : "#0B5CAD"

                FitText {
                    objectName: root.compares ? "fingerprint" : "typed"
                    anchors {
                        fill: parent
                        leftMargin: 32
                        rightMargin: 32
                    }
                    words: root.compares ? root.view.fingerprint : root.view.step === "code" ? root.view.code : root.view.address + "▏"
                    size: root.compares ? 112 : root.view.step === "code" ? 92 : 64
                    least: 24
                    oneLine: true
                    bold: root.compares || root.view.step === "code"
                    color: CallColours.ink
                    horizontalAlignment: root.view.step === "address" ? Text.AlignLeft : Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                }
            }
            Rectangle {
                id: trouble

                objectName: "trouble"
                visible: root.view.trouble !== ""
                anchors {
                    top: field.bottom
                    topMargin: 28
                }
                width: parent.width
                height: 210
                radius: 18
                color: "#FFFFFF"
                border.width: 4
                border.color: "#B3261E"
                Accessible.role: Accessible.AlertMessage
                Accessible.name: root.view.trouble

                FitText {
                    objectName: "trouble_words"
                    anchors {
                        fill: parent
                        leftMargin: 32
                        rightMargin: 32
                        topMargin: 16
                        bottomMargin: 16
                    }
                    words: root.view.trouble
                    size: 38
                    least: 24
                    color: "#B3261E"
                    verticalAlignment: Text.AlignVCenter
                }
            }
        }
        EnrolKeyboard {
            id: keyboard

            objectName: "keyboard"
            visible: root.asks
            view: root.view
            rows: root.view.step === "code" ? ["ABCDEFGH", "JKLMNPQR", "STUVWXYZ", ""] : ["1234567890:", "qwertyuiop/", "asdfghjkl-.", "zxcvbnm"]
            keyHeight: root.wide ? 132 : 124
            anchors {
                right: parent.right
                rightMargin: 56
                bottom: buttons.top
                bottomMargin: root.wide ? 40 : 56
            }
            width: root.wide ? parent.width - 800 - 3 * 56 : parent.width - 112
        }
        Row {
            id: buttons

            anchors {
                right: parent.right
                rightMargin: 56
                bottom: parent.bottom
                bottomMargin: 56
            }
            layoutDirection: Qt.RightToLeft
            spacing: 24

            EnrolKey {
                objectName: "next"
                visible: root.asks
                enabled: root.view.whole
                text: root.view.texts.first_next
                primary: true
                size: 46
                width: root.wide ? 500 : (stage.width - 112 - 24) * 0.6
                height: 132
                focusPolicy: Qt.TabFocus
                onClicked: root.view.enter()
            }
            EnrolKey {
                objectName: "same"
                visible: root.compares
                text: root.view.texts.first_same
                primary: true
                size: 46
                width: root.wide ? 560 : (stage.width - 112 - 24) / 2
                height: 150
                focusPolicy: Qt.TabFocus
                onClicked: root.view.compare(true)
            }
            EnrolKey {
                objectName: "different"
                visible: root.compares
                text: root.view.texts.first_different
                size: 46
                width: root.wide ? 560 : (stage.width - 112 - 24) / 2
                height: 150
                focusPolicy: Qt.TabFocus
                onClicked: root.view.compare(false)
            }
            EnrolKey {
                objectName: "back"
                visible: root.view.step === "code" || root.view.step === "looking"
                text: root.view.texts.first_back
                size: 42
                width: root.wide ? 320 : (stage.width - 112 - 24) * 0.4
                height: 132
                focusPolicy: Qt.TabFocus
                onClicked: root.view.go_back()
            }
        }
    }
}
