"""What a site's robots.txt allows (RFC 9309, wildcards included); asked once a site and run."""

from __future__ import annotations

from urllib.parse import urlsplit

from protego import Protego

from index.errors import FetchError
from index.formats.encoding import decode
from index.web.fetch import fetch

AGENT = "tradewire"
_LARGEST = 500_000
_LONGEST_WAIT = 30.0
# 4xx means that a site has no rules (RFC 9309, 2.3.1.3); these two mean that it lets nobody in.
_CLOSED = frozenset({401, 403})


class Robots:
    """The rules of every site asked so far; ``private_hosts`` may lie in the local network."""

    def __init__(self, private_hosts: frozenset[str]) -> None:
        self._private_hosts = private_hosts
        self._rules: dict[str, Protego] = {}

    def check(self, url: str) -> None:
        """Return if a page may be fetched.

        Raises:
            FetchError: the site's rules forbid it, or cannot be had.
        """
        if not self._of(url).can_fetch(url, AGENT):
            raise FetchError("the site's robots.txt forbids programs this page; save it by hand")

    def wait(self, url: str) -> float:
        """Return the seconds that a site asks programs to wait between two pages."""
        return min(float(self._of(url).crawl_delay(AGENT) or 0), _LONGEST_WAIT)

    def _of(self, url: str) -> Protego:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = Protego.parse(self._text(f"{site}/robots.txt"))
        return self._rules[site]

    def _text(self, url: str) -> str:
        try:
            found = fetch(url, private_hosts=self._private_hosts, most_bytes=_LARGEST)
            return decode(found.data).text if found else ""
        except FetchError as error:
            if error.status is None:
                raise
            if error.status >= 500:
                raise FetchError(f"the site's robots.txt cannot be had: {error}") from None
            return "User-agent: *\nDisallow: /" if error.status in _CLOSED else ""
