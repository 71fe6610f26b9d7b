import QtQuick
import Screen

// A text of the wall; `size` in pixels.
HallText {
    color: Theme.text
    verticalAlignment: Text.AlignVCenter
}
