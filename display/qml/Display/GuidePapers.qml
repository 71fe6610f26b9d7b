pragma ComponentBehavior: Bound
import QtQuick
import Screen
import DisplayTypes

// What to bring, page by page where that is much, and what to know.
Rectangle {
    id: papers

    required property ContentView view
    readonly property real margin: view.sizes.margin
    readonly property real heading: view.sizes.heading
    readonly property real least: view.sizes.least
    readonly property real leastSecond: view.sizes.leastSecond
    readonly property real wished: Math.max(view.sizes.body * 0.86, least * view.paperScale)
    readonly property real wishedBelow: Math.max(view.sizes.body * 0.6, leastSecond * view.paperScale)
    // What a code beside the papers leaves them.
    readonly property real free: width - 2 * margin - (code.visible && view.codeBeside ? code.width + margin : 0)
    readonly property real firstRow: title.y + title.height

    color: Theme.surface

    Pair {
        id: title
        x: papers.margin
        y: papers.margin * 0.4
        width: papers.free
        height: Math.max(papers.heading * 1.55, papers.leastSecond * 2.75)
        own: papers.view.papersTitle.own
        second: papers.view.papersTitle.second
        size: papers.heading * 0.86
        secondSize: papers.heading * 0.6
        least: papers.leastSecond
    }
    PageMark {
        objectName: "paperPlace"
        visible: place !== ""
        x: papers.margin
        y: papers.firstRow - height
        width: papers.free
        place: papers.view.paperPlace
        least: papers.leastSecond
    }
    Repeater {
        model: papers.view.papers

        Item {
            id: paper

            required property int index
            required property string text
            required property string second
            required property string note
            required property string noteSecond
            required property string icon

            objectName: "guidePaper"
            x: papers.margin
            y: papers.firstRow + index * papers.view.paperRow
            width: papers.free
            height: papers.view.paperRow

            Rectangle { visible: paper.index > 0; width: parent.width; height: 1; color: Theme.line }
            PaperIcon {
                objectName: "paperIcon"
                icon: paper.icon
                // Beside the first line of the paper's name.
                y: Math.max(1, Math.min(paper.height - height, nameOwn.y + nameOwn.baselineOffset - 0.37 * nameOwn.font.pixelSize - height / 2))
                width: Math.min(papers.view.icon, paper.height * 0.94)
                height: width
            }
            // Named apart from the roles: an id would hide the role of the same name, and every note would be one of them.
            FitSaid {
                id: nameOwn
                objectName: "paperName"
                x: papers.view.icon + papers.margin * 0.4
                y: papers.least * 0.12
                width: parent.width - x
                height: paper.height * papers.view.paperOwnShare
                words: paper.text
                size: papers.wished
                least: papers.least
                bold: true
            }
            FitSaid {
                id: nameSecond
                objectName: "paperSecond"
                x: nameOwn.x
                y: nameOwn.y + nameOwn.height
                width: nameOwn.width
                height: words === "" ? 0 : paper.height * papers.view.paperSecondShare
                verticalAlignment: Text.AlignTop
                words: paper.second
                size: papers.wishedBelow
                least: papers.leastSecond
                color: Theme.quiet
            }
            FitSaid {
                id: noteOwn
                x: nameOwn.x
                y: nameSecond.y + Math.min(nameSecond.height, nameSecond.implicitHeight + 2)
                width: nameOwn.width
                height: paper.note === "" ? 0 : paper.height * papers.view.paperNoteShare
                verticalAlignment: Text.AlignTop
                words: height > 0 ? paper.note : ""
                size: papers.wishedBelow
                least: papers.leastSecond
                color: Theme.information
            }
            FitSaid {
                x: nameOwn.x
                y: noteOwn.y + Math.min(noteOwn.height, noteOwn.implicitHeight + 2)
                width: nameOwn.width
                height: paper.noteSecond === "" ? 0 : paper.height * papers.view.paperNoteSecondShare
                verticalAlignment: Text.AlignTop
                words: height > 0 ? paper.noteSecond : ""
                size: papers.wishedBelow
                least: papers.leastSecond
                color: Theme.quiet
            }
        }
    }
    Item {
        id: code
        objectName: "guideCode"
        visible: papers.view.qr !== ""
        x: papers.width - papers.margin - width
        y: papers.height - height - papers.margin * 0.5
        width: papers.view.codeWidth
        height: back.height + captionOwn.height + captionSecond.height

        Rectangle {
            id: back
            anchors.horizontalCenter: parent.horizontalCenter
            width: papers.view.qrSide
            height: width
            radius: papers.margin * 0.2
            color: "white"

            Image {
                objectName: "qr"
                anchors.centerIn: parent
                source: papers.view.qr
                smooth: false
            }
        }
        FitSaid {
            id: captionOwn
            y: back.height
            width: parent.width
            height: papers.least * 1.2 + 2
            horizontalAlignment: Text.AlignHCenter
            words: papers.view.scan.own
            oneLine: true
            size: papers.least
            least: papers.leastSecond
            bold: true
        }
        FitSaid {
            id: captionSecond
            y: captionOwn.y + captionOwn.height
            width: parent.width
            height: papers.leastSecond * 1.2 + 2
            horizontalAlignment: Text.AlignHCenter
            words: papers.view.scan.second
            oneLine: true
            size: papers.leastSecond
            least: papers.leastSecond
            color: Theme.quiet
        }
    }
    Item {
        objectName: "guideNotice"
        visible: papers.view.noticeHeight > 0
        x: papers.margin
        y: papers.height - papers.view.noticeHeight
        width: papers.width - 2 * papers.margin - (code.visible ? code.width + papers.margin : 0)
        height: papers.view.noticeHeight - papers.margin * 0.5

        Rectangle { width: Math.max(3, papers.margin * 0.14); height: parent.height; radius: width / 2; color: Theme.information }
        FitSaid {
            id: said
            x: papers.margin * 0.5
            width: parent.width - x
            height: parent.height * papers.view.noticeShare
            words: papers.view.notice.own
            size: Math.max(papers.least, papers.view.sizes.body * 0.7)
            least: papers.view.noticeLeast
        }
        FitSaid {
            x: said.x
            y: said.height
            width: said.width
            height: parent.height - said.height
            verticalAlignment: Text.AlignTop
            words: papers.view.notice.second
            size: Math.max(papers.least, papers.view.sizes.body * 0.5)
            least: papers.view.noticeLeast
            color: Theme.quiet
        }
    }
}
