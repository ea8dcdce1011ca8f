"""A saved web page to the article in it. Pages are hostile: nothing here may crash or hang.

What newspapers write of an article for search engines, in JSON-LD, counts before what the page shows.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any

from index.formats.document import Document
from index.formats.encoding import decode, scrub

# Extraction takes minutes on pages far beyond what any article needs; those get their tags
# stripped only.
_LARGEST_EXTRACTED = 2_000_000
# A page that shows less of the article than this share of what its JSON-LD holds shows none.
_LEAST_OF_BODY = 0.3
_LINKED_DATA = re.compile(r"<script\b[^>]{0,300}application/ld\+json[^>]{0,300}>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_MOST_SCRIPTS = 20
_MOST_NODES = 5000
_ARTICLES = ("Article", "BlogPosting", "Report")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_META_TAG = re.compile(r"<(?:meta|time)\b[^>]{0,1000}>", re.IGNORECASE)
_DATE_NAME = re.compile(
    r"(?:article:published_time|datePublished|pubdate|publish-?date|dc\.date(?:\.issued)?"
    r"|parsely-pub-date|sailthru\.date|[\"']date[\"'])",
    re.IGNORECASE,
)
_DATE_VALUE = re.compile(r"(?:content|datetime)\s*=\s*[\"']([^\"']{4,60})[\"']", re.IGNORECASE)
# Tables come as Markdown: the rule below the head goes, and the bars at both ends of a row.
_TABLE_RULE = re.compile(r"[-|: ]{3,}")
_ROW_EDGES = re.compile(r"^\| | \|$")
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])"
    r"|opacity\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(?:(?P<comment>!--)|[!?]|(?P<closing>/)?(?P<name>[A-Za-z][A-Za-z0-9]{0,20}))")
_SILENT = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE)
    for name in ("script", "style", "noscript", "template", "svg", "iframe", "title")
}
_BLOCKS = frozenset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 tr table section article header footer blockquote "
    "figure figcaption main aside nav form hr dt dd pre address".split()
)


def read_html(data: bytes, charset: str | None = None) -> Document:
    """Return the article of a page, decoded as its sender or the page itself declares, if that works.

    Args:
        data: the page.
        charset: what the server that sent it declared.
    """
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, charset or (declared[1].decode("ascii") if declared else None))
    return Document(fields=read_page(scrub(decoded.text)), problems=decoded.problems)


def read_page(markup: str) -> dict[str, str | None]:
    """Return what a page says under the keys of a record; all visible words where it has no article."""
    stated = _stated_in_json(markup)
    page = _extracted(markup) if len(markup) <= _LARGEST_EXTRACTED else {}
    text, body = page.get("text") or "", _paragraphs(stated.get("text", ""))
    if len(text) < _LEAST_OF_BODY * len(body) or text.split() == body.split():
        # The page shows its article by script only; here it has its paragraphs.
        text = body
    return {
        "text": text or visible_text(markup),
        "title": stated.get("title") or page.get("title"),
        "author": stated.get("author") or page.get("author"),
        "publisher": stated.get("publisher") or page.get("publisher"),
        "date": stated.get("date") or _stated_date(markup),
        "url": page.get("url") or stated.get("url"),
    }


def _paragraphs(body: str) -> str:
    return visible_text(body) if "<" in body else "\n\n".join(filter(None, body.split("\n")))


def visible_text(markup: str) -> str:
    """Return the words of a page without its tags and scripts, in linear time."""
    lines = (" ".join(line.split()) for line in unescape("".join(_pieces(markup))).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _pieces(markup: str) -> Iterator[str]:
    """Yield the text between tags, and a line end for each block element.

    The standard library's parser takes minutes on unclosed comments. Here every search either
    moves on or ends the page.
    """
    at = 0
    while (opening := markup.find("<", at)) >= 0:
        yield " ".join(markup[at:opening].split("\n"))
        tag = _TAG.match(markup, opening)
        if tag is None:
            yield "<"
            at = opening + 1
            continue
        at = _behind(markup, opening, tag)
        if tag["name"] and tag["name"].lower() in _BLOCKS:
            yield "\n"
        if at < 0:
            return
    yield " ".join(markup[at:].split("\n"))


def _behind(markup: str, opening: int, tag: re.Match[str]) -> int:
    """Return where the text after a tag, comment or script begins; -1 if there is none."""
    if tag["comment"]:
        end = markup.find("-->", opening + 4)
        return end + 3 if end >= 0 else -1
    end = markup.find(">", opening)
    if end < 0:
        return -1
    name = (tag["name"] or "").lower()
    if tag["closing"] or name not in _SILENT:
        return end + 1
    closing = _SILENT[name].search(markup, end)
    return closing.end() if closing else -1


def _extracted(markup: str) -> dict[str, str | None]:
    import trafilatura

    tree = trafilatura.load_html(markup)
    if tree is None:
        return {}
    _drop_hidden(tree)
    found = trafilatura.bare_extraction(
        tree, with_metadata=True, include_comments=False, include_tables=True
    )
    if found is None or isinstance(found, dict):
        return {}
    rows = (_ROW_EDGES.sub("", line.strip()) for line in (found.text or "").split("\n"))
    lines = [line for line in rows if line and not _TABLE_RULE.fullmatch(line)]
    return {
        "text": "\n\n".join(lines),
        "title": found.title,
        "author": found.author.replace(";", ",") if found.author else None,
        "publisher": found.sitename,
        "url": found.url,
    }


def _drop_hidden(tree: Any) -> None:
    """Take out what a browser does not show: text for machines only is not the article's."""
    hidden = [
        element
        for element in tree.iter()
        if isinstance(element.tag, str)
        and (
            element.tag == "template"
            or element.get("hidden") is not None
            or _UNSEEN.search(element.get("style", ""))
        )
    ]
    for element in hidden:
        if element.getparent() is not None and element.tag not in {"html", "body"}:
            element.drop_tree()


def _stated_date(markup: str) -> str | None:
    """Return the date of publication that a tag of the page states; none found in its prose."""
    for tag in _META_TAG.findall(markup):
        if _DATE_NAME.search(tag) and (value := _DATE_VALUE.search(tag)):
            return str(value[1])
    return None


def _stated_in_json(markup: str) -> dict[str, str]:
    """Return what a page's first described article states, under the keys of a record."""
    node = next((node for node in _nodes(markup) if _is_article(node)), None)
    if node is None:
        return {}
    stated = {
        "title": _line(node.get("headline")),
        "author": ", ".join(_named(node.get("author"))),
        "publisher": ", ".join(_named(node.get("publisher"))),
        "date": _line(node.get("datePublished")),
        "url": _line(node.get("url")),
        "text": _line(node.get("articleBody")),
    }
    return {key: value for key, value in stated.items() if value}


def _nodes(markup: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of all scripts, outer ones first."""
    waiting = deque(_documents(markup))
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.popleft()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _documents(markup: str) -> Iterator[Any]:
    for number, start in enumerate(_LINKED_DATA.finditer(markup)):
        end = _SCRIPT_END.search(markup, start.end())
        if end is None or number == _MOST_SCRIPTS:
            return
        try:
            yield json.loads(markup[start.end() : end.start()], strict=False)
        except (ValueError, RecursionError):
            continue


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in named)


def _named(value: Any) -> list[str]:
    """Return the names of a person, an organisation, or several."""
    values = value if isinstance(value, list) else [value]
    found = (_line(v.get("name") if isinstance(v, dict) else v) for v in values)
    return [name for name in found if name and not name.startswith(("http://", "https://"))]


def _line(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
