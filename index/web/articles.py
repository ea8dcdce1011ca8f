"""Web addresses to raw articles: pages, feeds, sitemaps, and lists of addresses."""

from __future__ import annotations

import hashlib
import io
import re
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from index.errors import FetchError, SourceError, said
from index.formats.document import Document
from index.formats.encoding import MAX_BYTES, decode, scrub
from index.formats.html import read_html
from index.formats.records import id_from_url
from index.sources.archives import contents
from index.sources.by_name import article_in, suffix_of
from index.types import Problem, RawArticle, Stamp
from index.web.feeds import Entry, is_listing, read_listing
from index.web.fetch import Fetched, Robots, fetch

# A feed has dozens of entries, a newspaper's sitemap a thousand; beyond that it is a crawl.
MOST_PAGES = 1000
_MOST_NESTED = 3
_SUFFIXES: Mapping[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
    "text/csv": ".csv",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/zip": ".zip",
}
_SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_GZIP = b"\x1f\x8b"
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A web address as a source."""

    url: str

    def __str__(self) -> str:
        return self.url


def as_address(source: str) -> Address | None:
    """Return a source as a web address, if it is one."""
    return Address(source.strip()) if _ADDRESS.fullmatch(source.strip()) else None


def listed_addresses(data: bytes) -> list[str]:
    """Return the addresses in a text that is nothing but a list of them; ``#`` begins a note."""
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"http", b"#")):
        return []
    lines = [line.strip() for line in scrub(decode(data).text).lstrip("\ufeff").split("\n")]
    filled = [line for line in lines if line and not line.startswith("#")]
    return filled if all(_ADDRESS.fullmatch(line) for line in filled) else []


@dataclass(kw_only=True)
class Web:
    """Fetches pages as a polite program does, and reads what they hold.

    Attributes:
        private_hosts: hosts that may lie on this machine or in the local network.
        stamps: versions of pages that are stored already; those that have not changed are not
            read again. What was read is noted here: keep it once the articles are stored.
        most_pages: of one feed or sitemap.
        pause: waits some seconds, where a site asks for it.
    """

    private_hosts: frozenset[str] = frozenset()
    stamps: MutableMapping[str, Stamp] = field(default_factory=dict)
    most_pages: int = MOST_PAGES
    pause: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self._robots = Robots(self.private_hosts)
        self._last_site = ""

    def all_articles(self, urls: Sequence[str]) -> Iterator[RawArticle | Problem]:
        """Yield what each of some addresses holds."""
        for url in dict.fromkeys(urls):
            yield from self.articles(url)

    def articles(self, url: str) -> Iterator[RawArticle | Problem]:
        """Yield what an address holds: one article, or all that a feed or sitemap lists."""
        yield from self._follow(Entry(url=url), _MOST_NESTED, {url})

    def listed_in(self, data: bytes, source: str) -> Iterator[RawArticle | Problem]:
        """Yield what the pages hold that a saved feed or sitemap lists.

        Args:
            data: of the feed or sitemap.
            source: the file, for reports.
        """
        if not is_listing(data):
            yield Problem(source=source, status="skipped", reason="is no feed and no sitemap")
            return
        try:
            entries = read_listing(data, "")
            yield from self._listed(entries, Fetched(url=source, data=data), _MOST_NESTED, set())
        except SourceError as error:
            yield Problem(source=source, status="failed", reason=str(error))

    def _follow(self, entry: Entry, depth: int, seen: set[str]) -> Iterator[RawArticle | Problem]:
        url = entry.url or ""
        sound = True
        try:
            found = self._fetched(url)
            if found is None:
                reason = "the site says that it has not changed"
                yield Problem(source=url, status="unchanged", reason=reason)
                return
            for item in self._items(found, entry, depth, seen):
                sound = sound and not (isinstance(item, Problem) and item.status == "failed")
                yield item
        except SourceError as error:
            yield _from_feed(entry, str(error))
            return
        # What could not be read is asked for again the next time.
        if sound and found.stamp:
            self.stamps[url] = found.stamp

    def _items(
        self, found: Fetched, entry: Entry, depth: int, seen: set[str]
    ) -> Iterator[RawArticle | Problem]:
        """Yield what a page holds, or what the pages that it lists hold."""
        if is_listing(found.data):
            yield from self._listed(read_listing(found.data, found.url), found, depth, seen)
            return
        suffix = _suffix(found)
        if suffix == ".txt" and (urls := listed_addresses(found.data)):
            yield from self._listed([Entry(url=url) for url in urls], found, depth, seen)
        else:
            yield from _read(found, suffix, entry)

    def _fetched(self, url: str) -> Fetched | None:
        found = fetch(
            url,
            stamp=self.stamps.get(url),
            private_hosts=self.private_hosts,
            allowed=self._allowed,
        )
        packed = found is not None and found.data.startswith(_GZIP)
        return replace(found, data=_unpacked(found.data)) if found and packed else found

    def _allowed(self, url: str) -> None:
        self._robots.check(url)
        site = urlsplit(url).netloc
        if site == self._last_site and (seconds := self._robots.wait(url)):
            self.pause(seconds)
        self._last_site = site

    def _listed(
        self, entries: Sequence[Entry], found: Fetched, depth: int, seen: set[str]
    ) -> Iterator[RawArticle | Problem]:
        """Yield what some pages hold, each page once."""
        if depth == 0:
            raise SourceError("is a list in a list of lists, which is not followed")
        for number, entry in enumerate(entries):
            if len(seen) > self.most_pages:
                reason = (
                    f"lists over {self.most_pages} pages; those after number {number} were left out"
                )
                yield Problem(source=found.url, status="skipped", reason=reason)
                return
            if entry.url is None:
                yield _own_text(entry, found.url)
            elif entry.url not in seen:
                seen.add(entry.url)
                yield from self._follow(entry, depth - 1, seen)


def _read(found: Fetched, suffix: str, entry: Entry) -> Iterator[RawArticle | Problem]:
    """Yield what a page, or a file that an address serves, holds; its id is of the address asked."""
    url = entry.url or found.url
    id_ = id_from_url(url)
    if suffix == ".html":
        yield _article_of_page(found, url, id_, entry)
        return
    for item in contents(io.BytesIO(found.data), suffix, url, id_):
        yield item if isinstance(item, Problem) or item.url else replace(item, url=found.url)


def _unpacked(data: bytes) -> bytes:
    """Unpack what is served as a gzip file, as sitemaps mostly are."""
    try:
        unpacked = zlib.decompressobj(wbits=31).decompress(data, MAX_BYTES + 1)
    except zlib.error as error:
        raise SourceError(f"is damaged: {said(error)}") from None
    if len(unpacked) > MAX_BYTES:
        raise SourceError(f"unpacks to more than {MAX_BYTES // 1_000_000} MB")
    return unpacked


def _suffix(found: Fetched) -> str:
    """Return how a body is read: as its server says, by its name only where the server is mute."""
    if found.media_type in _SUFFIXES:
        return _SUFFIXES[found.media_type]
    by_name = suffix_of(urlsplit(found.url).path)
    if found.media_type in _SAYS_NOTHING:
        if by_name in _SUFFIXES.values():
            return by_name
        raise FetchError("does not say what it is; save it as a file with a known ending")
    raise FetchError(f"serves {found.media_type}, which is not read")


def _article_of_page(found: Fetched, url: str, id_: str, entry: Entry) -> RawArticle | Problem:
    """Return the article of a page; what the page does not state, its feed may."""
    page = read_html(found.data, found.charset)
    stated = {k: v for k, v in page.fields.items() if v}
    fields = {**entry.fields, **stated, "text": page.fields["text"], "url": found.url}
    return article_in(replace(page, fields=fields), url, id_)


def _from_feed(entry: Entry, reason: str) -> RawArticle | Problem:
    """Return the feed's own text where the page cannot be had, and say so."""
    url = entry.url or ""
    if "text" not in entry.fields:
        return Problem(source=url, status="failed", reason=reason)
    problem = f"its page could not be read ({reason}); this is the text in the feed"
    document = Document(fields={**entry.fields, "url": url}, problems=(problem,))
    return article_in(document, url, id_from_url(url))


def _own_text(entry: Entry, feed: str) -> RawArticle | Problem:
    """Return an entry that has no page of its own."""
    id_ = f"{id_from_url(feed)}/{hashlib.sha256(entry.key.encode()).hexdigest()[:10]}"
    return article_in(Document(fields=entry.fields), feed, id_)
