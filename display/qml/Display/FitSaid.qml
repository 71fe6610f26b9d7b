import QtQuick
import Screen
import ScreenTypes

// A text of the wall that wraps and shrinks into its width and height, down to `least`, and there ends with "…".
FitText {
    required least

    // Lines of a like length rather than one of two characters, broken behind a comma where that takes no further line.
    readonly property real spare: inOneLine || shown !== words ? 0 : Fitter.spare(words, bold, width, font.pixelSize, lines)
    readonly property bool fits: true

    color: Theme.text
    verticalAlignment: Text.AlignVCenter
    leftPadding: horizontalAlignment === Text.AlignRight ? spare : horizontalAlignment === Text.AlignHCenter ? spare / 2 : 0
    rightPadding: horizontalAlignment === Text.AlignLeft ? spare : horizontalAlignment === Text.AlignHCenter ? spare / 2 : 0
}
