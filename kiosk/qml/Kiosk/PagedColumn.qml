pragma ComponentBehavior: Bound
import QtQuick
import KioskTypes

// A list below each other. One longer than its room has pages; each begins with a whole entry.
Item {
    id: paged

    required property KioskView view
    // Of its page buttons.
    required property string names
    default property alias entries: list.data

    readonly property real pagedRoom: height - pageBar.implicitHeight - Theme.gap
    readonly property bool several: list.height > height
    readonly property var starts: pageStarts(several ? pagedRoom : height)
    property int turned: 0
    readonly property int page: Math.min(turned, starts.length - 1)

    function pageStarts(high: real): list<real> {
        const found = [0];
        for (const entry of list.children) {
            if (entry.height > 0 && entry.visible && entry.y + entry.height - found[found.length - 1] > high && entry.y > 0)
                found.push(entry.y);
        }
        return found;
    }

    Item {
        readonly property real start: paged.starts[paged.page]
        readonly property real end: paged.page + 1 < paged.starts.length ? paged.starts[paged.page + 1] : list.height

        width: paged.width
        height: Math.min(end - start, paged.several ? paged.pagedRoom : paged.height)
        clip: true

        Column {
            id: list

            y: -parent.start
            width: paged.width
        }
    }
    PageBar {
        id: pageBar

        anchors.bottom: parent.bottom
        width: paged.width
        visible: paged.several
        view: paged.view
        names: paged.names
        page: paged.view.page_of(paged.page + 1, paged.starts.length)
        onTurned: by => paged.turned = (paged.page + by + paged.starts.length) % paged.starts.length
    }
}
