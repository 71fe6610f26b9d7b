pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskTypes

// The number: while its paper comes out, when it is out, and large with its QR when there is no paper.
Item {
    id: screen

    required property KioskView view
    required property bool wide
    readonly property bool done: view.screen === "done"

    LanguageBar {
        id: languages

        // On a lying monitor it shares the last row with the way out.
        x: Theme.margin
        y: screen.wide ? finish.y + (finish.height - height) / 2 : 24
        visible: screen.done
        width: screen.wide ? (languages.count > 3 ? 1000 : 640) : parent.width - 2 * Theme.margin
        view: screen.view
    }
    GridLayout {
        anchors {
            left: parent.left
            right: parent.right
            top: screen.wide ? parent.top : languages.bottom
            bottom: finish.top
            leftMargin: Theme.margin
            rightMargin: Theme.margin
            topMargin: 24
            bottomMargin: 32
        }
        columns: screen.wide && screen.view.qr !== "" ? 2 : 1
        columnSpacing: 72
        rowSpacing: 32

        ColumnLayout {
            spacing: 20
            Layout.fillWidth: true
            Layout.fillHeight: true

            Item {
                Layout.fillHeight: true
            }
            FitLabel {
                objectName: "title"
                words: screen.view.title
                strong: true
                size: screen.wide ? 56 : 68
                tallest: screen.wide ? 70 : screen.view.qr !== "" ? 100 : 190
                color: screen.view.paper_missing ? Theme.trouble : Theme.ink
                horizontalAlignment: Text.AlignHCenter
                Layout.fillWidth: true
            }
            NumberCard {
                view: screen.view
                size: screen.wide ? 160 : screen.view.qr !== "" ? 210 : 300
                Layout.fillWidth: true
                Layout.maximumWidth: 1000
                Layout.alignment: Qt.AlignHCenter
            }
            Rectangle {
                // How much of the ticket is on paper, where that takes its time.
                objectName: "printed"
                visible: screen.view.percent >= 0
                implicitHeight: 28
                radius: height / 2
                color: Theme.line
                Layout.fillWidth: true
                Layout.maximumWidth: 1000
                Layout.alignment: Qt.AlignHCenter
                Layout.topMargin: 12
                Accessible.role: Accessible.ProgressBar
                Accessible.name: screen.view.title

                Rectangle {
                    width: Math.max(height, parent.width * screen.view.percent / 100)
                    height: parent.height
                    radius: height / 2
                    color: Theme.action
                }
            }
            FitLabel {
                objectName: "body"
                sentence: true
                words: screen.view.body
                size: screen.wide ? 36 : 40
                tallest: screen.wide ? 96 : screen.view.qr !== "" ? 120 : 170
                horizontalAlignment: Text.AlignHCenter
                Layout.fillWidth: true
            }
            Item {
                Layout.fillHeight: true
            }
        }
        ColumnLayout {
            visible: screen.view.qr !== ""
            spacing: 8
            Layout.alignment: Qt.AlignCenter
            Layout.fillWidth: !screen.wide

            Image {
                objectName: "qr"
                source: screen.view.qr
                Layout.alignment: Qt.AlignHCenter
                Accessible.role: Accessible.Graphic
                Accessible.name: screen.view.texts.scan
            }
            FitLabel {
                words: screen.view.texts.scan
                size: 36
                tallest: screen.wide ? 90 : 48
                horizontalAlignment: Text.AlignHCenter
                Layout.preferredWidth: 480
                Layout.fillWidth: true
            }
        }
    }
    TouchButton {
        id: finish

        objectName: "finish"
        anchors {
            right: parent.right
            bottom: parent.bottom
            rightMargin: Theme.margin
            bottomMargin: 40
        }
        visible: screen.done
        width: screen.wide ? 640 : parent.width - 2 * Theme.margin
        height: screen.wide ? 124 : 140
        size: 48
        accent: Theme.action
        text: screen.view.texts.finish
        onClicked: screen.view.finish()
    }
}
