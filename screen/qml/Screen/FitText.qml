import QtQuick
import ScreenTypes

// Words that wrap (unless they are of one line) and, where that is not enough, shrink into their width and height, down
// to `least` pixels; what does not fit there either is `shown` as its beginning and "…". A single word never breaks.
// Qt's own eliding is not used: of a wrapped text it loses the "…" where a line breaks at a space.
HallText {
    property string words
    property bool oneLine: false
    property real least: 1
    // Of words that are as high as their lines: how high they may grow.
    property real tallest: height
    readonly property bool inOneLine: oneLine || Fitter.unbroken(words)
    readonly property int lines: inOneLine ? 1 : least > 1 ? Math.max(1, Math.floor((Math.round(tallest) / font.pixelSize - 1.2) / Fitter.lineEm(bold) + 0.02) + 1) : 1000
    readonly property string shown: Shortener.shown(words, bold, width, font.pixelSize, lines)

    text: inOneLine ? shown : Shortener.laid(shown, bold, width - leftPadding - rightPadding, font.pixelSize, lines)
    font.pixelSize: Math.max(1, Math.floor(Fitter.size(words, bold, width, tallest, size, inOneLine, least)))
    // Lines that are made already (of Thai) are not broken once more.
    readonly property bool lined: text.includes("\u2028")
    wrapMode: inOneLine || lined ? Text.NoWrap : Text.Wrap
    // Lines of Thai would be a ninth higher, and fill more than was measured.
    lineHeightMode: lined ? Text.FixedHeight : Text.ProportionalHeight
    lineHeight: lined ? font.pixelSize * Fitter.lineEm(bold) : 0.92
    // A line has more air above its letters than below; only these have to stand in the middle and inside.
    topPadding: tallest === height ? -0.2 * font.pixelSize - 1 : 0
    bottomPadding: tallest === height ? -0.04 * font.pixelSize - 1 : 0
}
