import QtQuick

// What a paper to bring looks like, as screen/paper_icons.py names it; drawn for a dark ground.
Image {
    required property string icon

    sourceSize: Qt.size(width, height)
    source: icon === "" ? "" : Qt.resolvedUrl("icons/" + icon + ".svg")
}
