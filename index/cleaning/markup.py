"""Markup that has no place in the words of an article: what it hides goes with it.

A browser would not show comments, scripts and hidden elements; a reader's machine would read
them. Links and pictures keep their words and lose their address.
"""

from __future__ import annotations

import re

from index.cleaning.boilerplate import Changes

_COMMENT = re.compile(r"<!--.{0,20000}?(?:-->|\Z)", re.DOTALL)
_MUTE = "script|style|iframe|object|embed|svg|template|noscript|textarea|select|math"
_MUTE_ELEMENT = re.compile(
    rf"<({_MUTE})\b[^<>]{{0,2000}}>.{{0,20000}}?(?:</\1\s*>|\Z)", re.I | re.S
)
_HIDDEN_ELEMENT = re.compile(
    r"<([a-z][a-z0-9]{0,10})\b[^<>]{0,500}?(?:display\s*:\s*none|visibility\s*:\s*hidden"
    r"|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])|color\s*:\s*(?:white|#fff(?:fff)?|transparent)\b"
    r"|(?<=\s)hidden(?=[\s>=])|aria-hidden\s*=\s*[\"']?true)[^<>]{0,500}>"
    r".{0,20000}?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"</?(?:a|abbr|article|aside|audio|b|base|blockquote|body|br|button|center|code|dd|details|div|dl|dt"
    r"|em|embed|figcaption|figure|font|footer|form|frame|h[1-6]|head|header|hr|html|i|iframe|img|input"
    r"|label|li|link|main|marquee|math|meta|nav|noscript|object|ol|option|p|picture|pre|q|s|script"
    r"|section|select|small|source|span|strong|style|sub|summary|sup|svg|table|tbody|td|template"
    r"|textarea|tfoot|th|thead|time|title|tr|u|ul|video)\b[^<>]{0,2000}/?>",
    re.IGNORECASE,
)
_ADDRESS = r"\(\s*<?(?:[a-z][a-z0-9+.-]{1,20}:|//|/|#|www\.)[^)\n]{0,2000}\)"
# A picture, and a link that is only the number of a source.
_PICTURE = re.compile(rf"(?:!\[[^\]\n]{{0,300}}\]|[ \t]*\[\^?\d{{1,3}}\]){_ADDRESS}", re.IGNORECASE)
_LINK = re.compile(rf"\[([^\]\n]{{1,300}})\]{_ADDRESS}", re.IGNORECASE)
_REFERENCE = re.compile(
    r"^\s{0,3}\[[^\]\n]{1,100}\]:\s*(?:(?:https?:|javascript:|data:|//)\S+|#|<[^>\n]*>).*$",
    re.I | re.M,
)
# "rose to 5%.[3]", "so it is said [3, 4].": a mark of somebody else's list of sources, which would
# be read as one of an answer's citations; within a sentence it may be a number put into words.
_NUMBERS = r"\[\^?\d{1,3}(?:\s*[,;–-]\s*\^?\d{1,3})*\]"
_CHAIN = rf"(?:{_NUMBERS}[ \t]*)*{_NUMBERS}"
_MARK = re.compile(rf"(?<=[\w.,;:!?%”\"')]){_CHAIN}|[ \t]+{_CHAIN}(?=[ \t]*(?:[.,;:!?)]|$))", re.M)
_NUMBER = re.compile(r"\[\^?(\d{1,3}(?:\s*[,;–-]\s*\^?\d{1,3})*)\]")
_SCHEME = re.compile(r"\b(?:javascript|vbscript|data:text/html)[:;,]\S*", re.IGNORECASE)


def without_markup(text: str) -> tuple[str, Changes]:
    """Return the text without markup, and how much of each kind went."""
    removed: Changes = Changes()
    if "<" in text:
        for pattern in (_COMMENT, _MUTE_ELEMENT, _HIDDEN_ELEMENT):
            text, n = pattern.subn("", text)
            removed["hidden passage", "hidden passages"] += n
        text, n = _TAG.subn("", text)
        removed["mark of markup", "marks of markup"] += n
    if "](" in text or "]:" in text:
        for pattern, words in ((_PICTURE, ""), (_LINK, r"\1"), (_REFERENCE, "")):
            text, n = pattern.subn(words, text)
            removed["link or picture", "links and pictures"] += n
    if "[" in text:
        text, n = _MARK.subn("", text)
        removed["mark of a source", "marks of sources"] += n
        text = _NUMBER.sub(lambda match: f"({match[1].replace('^', '')})", text)
    text, n = _SCHEME.subn("", text) if "script:" in text.lower() or "data:" in text else (text, 0)
    removed["link or picture", "links and pictures"] += n
    return text, +removed
