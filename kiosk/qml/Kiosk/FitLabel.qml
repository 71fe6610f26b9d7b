import QtQuick
import Screen
import ScreenTypes

// Words of the kiosk in a place that does not grow: they shrink down to what is legible, then end in "…". As high as
// their lines, up to `tallest`; how wide is said from outside.
Item {
    id: label

    property string words
    property bool strong: false
    property bool oneLine: false
    // Rather two lines than smaller.
    property bool sentence: false
    property real size: 32
    property real tallest: height
    property alias color: inner.color
    property alias horizontalAlignment: inner.horizontalAlignment
    property alias verticalAlignment: inner.verticalAlignment
    property alias topPadding: inner.topPadding
    readonly property alias contentWidth: inner.contentWidth
    // What of the words is shown.
    readonly property string text: Shortener.shown(words, strong, width, pixels, lines)
    // Rather a little smaller than one word alone on a second line.
    readonly property bool nearlyOneLine: !sentence && size * 0.8 >= Theme.least && Fitter.width(words, strong, size * 0.8) < width
    readonly property int pixels: Math.floor(Fitter.size(words, strong, width, tallest, size, oneLine || nearlyOneLine, Theme.least))
    readonly property int lines: oneLine ? 1 : Math.max(1, Math.floor((tallest / pixels - 1.2) / Fitter.lineEm(strong) + 0.02) + 1)

    // What its lines leave, so that no word stands alone in the last one.
    readonly property real spare: oneLine || text !== words ? 0 : Fitter.spare(words, strong, width, pixels, lines)

    implicitHeight: inner.implicitHeight

    HallText {
        id: inner

        objectName: label.objectName
        x: label.spare * (horizontalAlignment === Text.AlignHCenter ? 0.5 : horizontalAlignment === Text.AlignRight ? 1 : 0)
        width: label.width - label.spare
        height: label.height
        text: label.oneLine ? label.text : Shortener.laid(label.text, label.strong, width, label.pixels, label.lines)
        bold: label.strong
        color: Theme.ink
        // Lines that are made already (of Thai) are not broken once more.
        readonly property bool lined: text.includes("\u2028")
        wrapMode: label.oneLine || lined ? Text.NoWrap : Text.Wrap
        // Lines of Thai would be a ninth higher, and fill more than was measured.
        lineHeightMode: lined ? Text.FixedHeight : Text.ProportionalHeight
        lineHeight: lined ? font.pixelSize * Fitter.lineEm(label.strong) : 0.92
        font.pixelSize: Math.max(1, label.pixels)
        Accessible.ignored: label.words === ""
        // Whole, also where it is shortened. Without a name the text would be found, and nothing be read.
        Accessible.name: label.words
    }
}
