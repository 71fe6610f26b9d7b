import QtQuick

// A text in the hall's typeface, read as it is written, figures of one width. The weight is the font's own axis;
// font.weight does not move it.
Text {
    property bool bold: false
    property real size: 32

    textFormat: Text.PlainText
    font.pixelSize: Math.max(1, Math.round(size))
    font.features: ({ "tnum": 1 })
    font.variableAxes: ({ "wght": bold ? 700 : 400 })
}
