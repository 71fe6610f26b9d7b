import QtQuick
import DisplayTypes
import ScreenTypes

// Between calls and before the first: what to do, in peace.
Item {
    id: calm

    required property OrderView view
    readonly property real margin: view.sizes.margin
    readonly property real wished: view.sizes.body * (view.deserted ? 1.35 : 1)
    // Smaller where all of it has no room, as on one standing monitor that shows the guides too.
    readonly property real body: Math.max(view.sizes.least, wished * Math.min(1, 0.95 * height / needed(wished)))

    function needed(body: real): real {
        const width = calm.width - 3.6 * calm.margin;
        const own = room(view.text.own, body, width, body * 3.2);
        const second = room(view.text.second, body * 0.66, width, body * 2.4);
        const title = titleRoom(view.title.own, body * 2, width) + (view.title.second === "" ? 0 : room(view.title.second, body, width, body * 2.7) + body * 0.35);
        return body * (0.16 + 0.35) + title + (view.text.own === "" ? 0 : own + body * 0.35) + (view.text.second === "" ? 0 : second + body * 0.35);
    }

    // Up to three lines: a title is never smaller than what stands below it.
    function titleRoom(words: string, size: real, width: real): real {
        const long = Fitter.width(words, true, size) / width;
        return size * 1.25 * (long <= 1 ? 1 : Math.min(3, Math.ceil(long * 1.1)));
    }

    // Room for one line where one will do, so that what is said twice stands together.
    function room(words: string, size: real, width: real, most: real): real {
        return !words.includes("\n") && Fitter.width(words, false, size) <= width ? size * 1.5 : most;
    }

    Column {
        anchors.verticalCenter: parent.verticalCenter
        x: calm.margin * 2.2
        width: calm.width - 3.6 * calm.margin
        spacing: calm.body * 0.35

        Rectangle {
            width: calm.body * 2.4
            height: calm.body * 0.16
            radius: height / 2
            color: Theme.information
        }
        FitSaid {
            objectName: "calmTitle"
            width: parent.width
            height: calm.titleRoom(words, size, width)
            words: calm.view.title.own
            size: calm.body * 2
            least: calm.view.sizes.least
            bold: true
        }
        FitSaid {
            visible: words !== ""
            width: parent.width
            height: calm.room(words, size, width, calm.body * 2.7)
            verticalAlignment: Text.AlignTop
            words: calm.view.title.second
            size: calm.body
            least: calm.view.sizes.least
            color: Theme.quiet
        }
        FitSaid {
            objectName: "calmText"
            visible: words !== ""
            width: parent.width
            height: calm.room(words, size, width, calm.body * 3.2)
            verticalAlignment: Text.AlignTop
            words: calm.view.text.own
            size: calm.body
            least: calm.view.sizes.least
        }
        FitSaid {
            objectName: "calmTextSecond"
            visible: words !== ""
            width: parent.width
            height: calm.room(words, size, width, calm.body * 2.4)
            verticalAlignment: Text.AlignTop
            words: calm.view.text.second
            size: calm.body * 0.66
            least: calm.view.sizes.least
            color: Theme.quiet
        }
    }
}
