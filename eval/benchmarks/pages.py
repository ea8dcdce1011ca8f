"""How much of an article a web page gives back: ``python -m eval.benchmarks.pages ARTICLES.jsonl``.

Articles are set into pages as newspapers make them, with navigation, share bars, related stories,
hidden text, comments, cookies and a newsletter box, and read again: which words of the article come
back, and which of the page come along. Ours are the pages, so both are known exactly.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from index.cleaning.clean import clean
from index.ingest.load import read
from index.sources.by_name import read_document
from index.types import RawArticle

_FEWEST_PARAGRAPHS = 4
# Words no article has, each told apart: QXNAV1 and so on.
_SIGNS = (
    "QXNAV",
    "QXSHARE",
    "QXRELATED",
    "QXHIDDEN",
    "QXCOMMENT",
    "QXCOOKIE",
    "QXLETTER",
    "QXFOOT",
)


def main() -> None:
    """Print, for each kind of page, the share of words that came back and of boilerplate left."""
    parser = argparse.ArgumentParser(description="Print how much of an article a page gives back.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=100)
    options = parser.parse_args()
    articles = _drawn(options.file, options.articles)
    print("| page | articles | words back | whole articles | boilerplate left, of 8 kinds |")
    print("|---|---|---|---|---|")
    for name, template in _TEMPLATES.items():
        print(_row(name, template, articles))


def _drawn(path: Path, count: int) -> list[list[str]]:
    found = []
    for item in read(path, path.parent):
        if isinstance(item, RawArticle):
            paragraphs = [line for line in clean(item).text.split("\n") if len(line.split()) > 5]
            if len(paragraphs) >= _FEWEST_PARAGRAPHS:
                found.append(paragraphs)
    return random.Random(5).sample(found, min(count, len(found)))


def _row(
    name: str, template: Callable[[Sequence[str]], str], articles: Sequence[Sequence[str]]
) -> str:
    back = total = whole = left = 0
    for paragraphs in articles:
        text = _text_of(template(paragraphs))
        given = [p for p in paragraphs if _plain(p) in _plain(text)]
        back += sum(len(p.split()) for p in given)
        total += sum(len(p.split()) for p in paragraphs)
        whole += len(given) == len(paragraphs)
        left += sum(sign in text for sign in _SIGNS)
    share, boilerplate = back / total, left / (len(articles) * len(_SIGNS))
    return f"| {name} | {len(articles)} | {share:.3f} | {whole} | {boilerplate:.3f} |"


def _text_of(markup: str) -> str:
    item = read_document(markup.encode(), ".html", "page", "page")
    return clean(item).text if isinstance(item, RawArticle) else ""


def _plain(text: str) -> str:
    return " ".join(text.split())


def _page_around(body: str) -> str:
    links = "".join(f"<li><a href='/{n}'>QXNAV section {n}</a></li>" for n in range(8))
    related = "".join(
        f"<li><a href='/s{n}'>QXRELATED story number {n} about tin</a></li>" for n in range(4)
    )
    return (
        f"<html><head><title>Zinc - The Wire</title></head><body><header><nav><ul>{links}</ul></nav>"
        "</header><div class='cookie-banner'><p>We use QXCOOKIE cookies to improve this site.</p>"
        f"</div>{body}<aside class='related'><h3>Related</h3><ul>{related}</ul></aside>"
        "<div class='newsletter'><p>Sign up for the QXLETTER newsletter and get it in your inbox.</p>"
        "</div><section class='comments'><p>Bob says: QXCOMMENT I disagree with this entirely.</p>"
        "</section><footer><p>© 2025 The Wire QXFOOT. All rights reserved.</p></footer></body></html>"
    )


_SHARE = "<div class='share-bar'><a href='#'>QXSHARE Facebook</a> <a href='#'>Twitter</a></div>"
_HIDDEN = "<p style='display:none'>QXHIDDEN words that only a machine reads, all of them.</p>"


def _set(paragraphs: Sequence[str], tag: str = "p") -> str:
    half = len(paragraphs) // 2
    parts = [f"<{tag}>{escape(p)}</{tag}>" for p in paragraphs]
    return "".join([*parts[:half], _HIDDEN, *parts[half:]])


_TEMPLATES: dict[str, Callable[[Sequence[str]], str]] = {
    "article element": lambda ps: _page_around(
        f"<main><article><h1>Zinc</h1>{_SHARE}{_set(ps)}</article></main>"
    ),
    "divs with classes": lambda ps: _page_around(
        f"<div class='content'><h1>Zinc</h1>{_SHARE}<div class='article-body'>{_set(ps)}</div></div>"
    ),
    "divs without classes": lambda ps: _page_around(
        f"<div><h1>Zinc</h1>{_SHARE}<div>{_set(ps)}</div></div>"
    ),
    "divs for paragraphs": lambda ps: _page_around(
        f"<div class='story'><h1>Zinc</h1>{_SHARE}{_set(ps, 'div')}</div>"
    ),
    "line breaks in a table": lambda ps: _page_around(
        f"<table><tr><td>{_SHARE}{'<br><br>'.join(map(escape, ps))}{_HIDDEN}</td></tr></table>"
    ),
}

if __name__ == "__main__":
    main()
