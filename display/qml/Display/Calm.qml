import QtQuick
import DisplayTypes
import ScreenTypes

// Between calls and before the first: what to do, in peace.
Item {
    id: calm

    required property OrderView view
    readonly property real margin: view.sizes.margin
    readonly property real body: view.sizes.body * (view.deserted ? 1.35 : 1)

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
            height: calm.body * 2.5
            words: calm.view.title.own
            size: calm.body * 2
            least: calm.view.sizes.least
            bold: true
        }
        FitSaid {
            visible: words !== ""
            width: parent.width
            height: calm.body * 1.5
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
