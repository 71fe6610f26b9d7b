import QtQuick
import Screen

// A text of the wall that shrinks into its width and height.
FitText {
    readonly property bool fits: true

    color: Theme.text
    verticalAlignment: Text.AlignVCenter
}
