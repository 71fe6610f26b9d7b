import QtQuick
import Screen

// A text of the wall that wraps and shrinks into its width and height, down to `least`, and there ends with "…".
FitText {
    required least

    readonly property bool fits: true

    color: Theme.text
    verticalAlignment: Text.AlignVCenter
}
