"""Text and addresses as safe HTML: what every view of the page is made with.

Every piece of text from an article, a model or a reader goes through ``text``, which leaves no
character that HTML, Markdown, a template or a formula could take for its own.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from urllib.parse import quote as percent

from rag.reader.inputs import day_in_words

# Characters with a meaning to Markdown, to Gradio's templates or to its formulas; "&", "#" and
# ";" are what ``html.escape`` itself writes.
_SPECIAL = {ord(c): f"&#{ord(c)};" for c in "\\`*_{}[]()+-.!|~$:^=/"}
_BREAKS = {ord("\n"): " ", ord("\r"): " ", ord("\u2028"): " ", ord("\u2029"): " "}
FRAGMENT_WORDS = 6
NO_DATE = "no date given"


def text(value: str) -> str:
    """Return text as HTML that shows exactly it, on one line."""
    return html.escape(value.translate(_BREAKS), quote=True).translate(_SPECIAL)


def place(article_id: str, start: int, end: int) -> str:
    """Return the address of a span within the page, made of harmless characters.

    Args:
        article_id: of any characters.
        start: of the span, in the article's text.
        end: behind it.
    """
    return f"cite-{start}-{end}-{article_id.encode('utf-8', 'replace').hex()}"


def place_of(address: str) -> tuple[str, int, int] | None:
    """Read an address back; None if it is none of ours."""
    parts = address.removeprefix("#").split("-")
    if len(parts) != 4 or parts[0] != "cite":
        return None
    try:
        return bytes.fromhex(parts[3]).decode("utf-8"), int(parts[1]), int(parts[2])
    except (ValueError, UnicodeDecodeError):
        return None


def passage(article_id: str, start: int, end: int, words: str) -> str:
    """Return words as a link that opens their article at them.

    Args:
        article_id: of the article that it opens.
        start: of the words there.
        end: behind them; an empty span opens the article with nothing marked.
        words: what is shown, as plain text.
    """
    address = place(article_id, start, end)
    return f"<a class='cite passage' href='#{address}'>{text(words)}</a>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a reader is told of an article that stands as a source.

    ``piece`` is what sort of opinion piece it is ("an op-ed by Ann Lee"); None for the news.
    """

    where: str
    piece: str | None = None


def labelled(source: Source) -> str:
    """Return where something stands; that somebody argues there comes first."""
    return f"{label(source)}{text(source.where)}"


def told(source: Source) -> str:
    """Return where something stands as plain text, and what sort of piece it is."""
    return f"{source.where} ({source.piece})" if source.piece else source.where


def label(source: Source) -> str:
    """Return the label of an opinion piece; empty for the news."""
    return f"<span class='piece'>{text(source.piece)}</span> " if source.piece else ""


def several(n: int, thing: str) -> str:
    """Return a number with its thing: 1 article, 2,000 articles.

    Args:
        n: how many.
        thing: in the singular, of which an s makes the plural.
    """
    return f"1 {thing}" if n == 1 else f"{n:,} {thing}s"


def more(shown: int, total: int, step: int) -> str:
    """Return a button that shows so many more rows of a long list; empty where all are shown.

    Args:
        shown: how many rows are there now.
        total: how many there are.
        step: how many come at once.
    """
    if shown >= total:
        return ""
    words = f"Show {min(step, total - shown):,} more"
    return f"<button type='button' class='plain more' data-shown='{shown + step}'>{words}</button>"


def where(title: str | None, publisher: str | None, published: str | None) -> str:
    """Return in one line where something stands.

    Args:
        title: of the article.
        publisher: left out where there is none.
        published: its day, ISO 8601.
    """
    return " · ".join(part for part in (title or "Untitled", publisher, day(published)) if part)


def day(published: str | None) -> str:
    """Return a day as people write it: 9 April 2025."""
    return day_in_words(published) or published if published else NO_DATE


def web_address(url: str | None, words: str = "") -> str:
    """Return an article's own address, safe within an attribute; empty if it is none.

    Args:
        url: as the article gives it; only http and https become addresses.
        words: what the browser shall scroll to and mark there, as a text fragment.
    """
    if not url or not url.startswith(("http://", "https://")):
        return ""
    whole = url + (_fragment(url, words) if words else "")
    return html.escape(whole, quote=True).translate(
        {ord("$"): "%24", ord("{"): "%7B", ord("`"): "%60"}
    )


def _fragment(url: str, words: str) -> str:
    """Name a text by its first and last words, so that small changes between do not matter."""
    parts = words.split()
    if len(parts) > 2 * FRAGMENT_WORDS:
        ends = [" ".join(parts[:FRAGMENT_WORDS]), " ".join(parts[-FRAGMENT_WORDS:])]
    else:
        ends = [" ".join(parts)]
    # A hyphen has a meaning of its own in a text fragment.
    named = ",".join(percent(end, safe="").replace("-", "%2D") for end in ends)
    return f"{'' if '#' in url else '#'}:~:text={named}"
