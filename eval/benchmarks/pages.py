"""How much of an article a web page gives back: ``python -m eval.benchmarks.pages ARTICLES.jsonl``.

Articles are set into pages as newspapers make them, with navigation, share bars, related stories,
hidden text, comments, cookies and a newsletter box, and read again: which words of the article come
back, and which of the page come along. Ours are the pages, so both are known exactly.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, Template

from index.cleaning.clean import clean
from index.ingest.load import read
from index.sources.by_name import read_document
from index.types import RawArticle

_FEWEST_PARAGRAPHS = 4
# The page's own words, and the kinds of page, as in ``eval/data/pages.html``.
_SIGNS = "QXNAV QXSHARE QXRELATED QXHIDDEN QXCOMMENT QXCOOKIE QXLETTER QXFOOT".split()
_KINDS = (
    "article element", "divs with classes", "divs without classes", "divs for paragraphs",
    "line breaks in a table",
)  # fmt: skip


def main() -> None:
    """Print, for each kind of page, the share of words that came back and of boilerplate left."""
    parser = argparse.ArgumentParser(description="Print how much of an article a page gives back.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=100)
    options = parser.parse_args()
    articles = _drawn(options.file, options.articles)
    print("| page | articles | words back | whole articles | boilerplate left, of 8 kinds |")
    print("|---|---|---|---|---|")
    pages = Environment(loader=PackageLoader("eval", "data"), autoescape=True)
    for kind in _KINDS:
        print(_row(kind, pages.get_template("pages.html"), articles))


def _drawn(path: Path, count: int) -> list[list[str]]:
    found = []
    for item in read(path, path.parent):
        if isinstance(item, RawArticle):
            paragraphs = [line for line in clean(item).text.split("\n") if len(line.split()) > 5]
            if len(paragraphs) >= _FEWEST_PARAGRAPHS:
                found.append(paragraphs)
    return random.Random(5).sample(found, min(count, len(found)))


def _row(kind: str, page: Template, articles: Sequence[Sequence[str]]) -> str:
    back = total = whole = left = 0
    for paragraphs in articles:
        text = _text_of(page.render(kind=kind, paragraphs=paragraphs))
        given = [p for p in paragraphs if _plain(p) in _plain(text)]
        back += sum(len(p.split()) for p in given)
        total += sum(len(p.split()) for p in paragraphs)
        whole += len(given) == len(paragraphs)
        left += sum(sign in text for sign in _SIGNS)
    share, boilerplate = back / total, left / (len(articles) * len(_SIGNS))
    return f"| {kind} | {len(articles)} | {share:.3f} | {whole} | {boilerplate:.3f} |"


def _text_of(markup: str) -> str:
    item = read_document(markup.encode(), ".html", "page", "page")
    return clean(item).text if isinstance(item, RawArticle) else ""


def _plain(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main()
