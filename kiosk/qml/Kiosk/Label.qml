import QtQuick
import Screen

// A text of the kiosk: wraps, never cut.
HallText {
    property bool strong: false

    bold: strong
    color: Theme.ink
    wrapMode: Text.Wrap
    Accessible.ignored: text === ""
    Accessible.name: text
}
