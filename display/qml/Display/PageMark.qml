pragma ComponentBehavior: Bound
import QtQuick

// The line below a list's title; where the list has pages, a piece of it for each, the one that is on bright. It is no
// number: nobody takes it for a counter's, and each list has its own.
Item {
    id: mark

    // As "2/5"; empty where there is one page only.
    required property string place
    required property real least
    readonly property int on: place === "" ? 0 : parseInt(place)
    readonly property int pages: place === "" ? 1 : parseInt(place.split("/")[1])
    readonly property real gap: pages > 1 ? Math.min(least * 0.3, width / pages * 0.2) : 0

    height: pages > 1 ? Math.max(3, Math.round(least * 0.2)) : 2

    Repeater {
        model: mark.pages

        Rectangle {
            required property int index

            x: index * (mark.width + mark.gap) / mark.pages
            width: (mark.width + mark.gap) / mark.pages - mark.gap
            height: mark.height
            color: index + 1 === mark.on ? Theme.information : Theme.line
        }
    }
}
