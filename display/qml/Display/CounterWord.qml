import QtQuick

// 號櫃檯 or Counter, beside a counter's number of this size.
Column {
    id: word

    required property string own
    required property string second
    required property real size

    Said {
        text: word.own
        size: word.size * 0.33
        lineHeight: 0.9
        bold: true
    }
    Said {
        visible: text !== ""
        text: word.second
        size: word.size * 0.21
        lineHeight: 0.9
        color: Theme.quiet
    }
}
