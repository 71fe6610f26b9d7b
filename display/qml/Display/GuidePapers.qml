pragma ComponentBehavior: Bound
import QtQuick
import DisplayTypes

// What to bring, and what to know.
Rectangle {
    id: papers

    required property ContentView view
    readonly property real margin: view.sizes.margin
    readonly property real heading: view.sizes.heading
    readonly property bool brief: view.sizes.brief
    readonly property bool hasNotice: !brief && view.notice.own !== ""
    readonly property real noticeRoom: hasNotice ? height * 0.27 : margin * 0.5
    readonly property real firstRow: margin * 0.6 + heading * 1.7
    readonly property real row: Math.min((height - firstRow - noticeRoom) / Math.max(1, view.paperCount), view.sizes.body * (view.noted && !brief ? 3.6 : 2.5))

    color: Theme.surface

    Row {
        id: title
        x: papers.margin
        y: papers.margin * 0.6
        height: papers.heading * 1.45
        spacing: papers.heading * 0.5

        Said { height: parent.height; text: papers.view.papersTitle.own; size: papers.heading * 0.86; bold: true }
        Said { height: parent.height; topPadding: papers.heading * 0.1; text: papers.view.papersTitle.second; size: papers.heading * 0.6; color: Theme.quiet }
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
            readonly property bool noted: note !== "" && !papers.brief

            objectName: "guidePaper"
            x: papers.margin
            y: papers.firstRow + index * papers.row
            width: papers.width - 2 * papers.margin
            height: papers.row

            Rectangle { visible: paper.index > 0; width: parent.width; height: 1; color: Theme.line }
            Said {
                id: check
                height: own.height + own.y * 2
                text: "✓"
                size: own.size
                bold: true
                color: Theme.good
            }
            FitSaid {
                id: own
                x: check.width + papers.margin * 0.4
                y: paper.height * 0.04
                width: parent.width - x
                height: paper.height * (paper.noted ? 0.3 : 0.48)
                text: paper.text
                size: Math.min(papers.view.sizes.body * 0.86, paper.height * (paper.noted ? 0.24 : 0.36))
                bold: true
            }
            FitSaid {
                id: second
                x: own.x
                y: own.y + own.height
                width: own.width
                height: text === "" ? 0 : paper.height * (paper.noted ? 0.22 : 0.38)
                verticalAlignment: paper.noted ? Text.AlignVCenter : Text.AlignTop
                text: paper.second
                size: Math.min(papers.view.sizes.body * 0.6, paper.height * (paper.noted ? 0.17 : 0.24))
                color: Theme.quiet
            }
            FitSaid {
                id: note
                x: own.x
                y: second.y + second.height
                width: own.width
                height: paper.noted ? paper.height * 0.22 : 0
                text: paper.noted ? paper.note : ""
                size: Math.min(papers.view.sizes.body * 0.6, paper.height * 0.17)
                color: Theme.information
            }
            FitSaid {
                x: own.x
                y: note.y + note.height
                width: own.width
                height: paper.noted ? paper.height * 0.19 : 0
                text: paper.noted ? paper.noteSecond : ""
                size: Math.min(papers.view.sizes.body * 0.55, paper.height * 0.15)
                color: Theme.quiet
            }
        }
    }
    Item {
        visible: papers.hasNotice
        x: papers.margin
        y: papers.height - papers.noticeRoom
        width: papers.width - 2 * papers.margin
        height: papers.noticeRoom - papers.margin * 0.5

        Rectangle { width: Math.max(3, papers.margin * 0.14); height: parent.height; radius: width / 2; color: Theme.call }
        FitSaid {
            id: said
            x: papers.margin * 0.5
            width: parent.width - x
            height: papers.view.notice.second === "" ? parent.height : parent.height * 0.56
            text: papers.view.notice.own
            size: papers.view.sizes.body * 0.7
        }
        FitSaid {
            x: said.x
            y: said.height
            width: said.width
            height: parent.height - said.height
            text: papers.view.notice.second
            size: papers.view.sizes.body * 0.5
            color: Theme.quiet
        }
    }
}
