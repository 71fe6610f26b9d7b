import QtQuick

// A text in the hall's typeface; `size` in pixels, `bold` through the font's weight axis.
Text {
    property real size: 32
    property bool bold: false

    color: Theme.text
    textFormat: Text.PlainText
    font.pixelSize: Math.max(1, Math.round(size))
    font.features: ({ "tnum": 1 })
    font.variableAxes: ({ "wght": bold ? 700 : 400 })
    verticalAlignment: Text.AlignVCenter
}
