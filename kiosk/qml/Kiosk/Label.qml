import QtQuick

// Text in the one typeface: wraps, never cut. Weight is the font's own axis; font.weight does not move it.
Text {
    property bool strong: false
    property int size: 32

    color: Theme.ink
    font.pixelSize: size
    font.variableAxes: ({
            "wght": strong ? 700 : 400
        })
    font.features: ({
            "tnum": 1
        })
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    Accessible.ignored: text === ""
}
