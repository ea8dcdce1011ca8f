"""One web address to its bytes: public hosts only, limited in time, size and redirects.

And what a site's robots.txt allows (RFC 9309, wildcards included), asked once a site and run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.client import responses
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from protego import Protego

from index.errors import FetchError, said
from index.formats.encoding import MAX_BYTES, decode
from index.types import Stamp

if TYPE_CHECKING:
    import httpx

USER_AGENT = "tradewire/0.1 (an archive of one reader)"
SECONDS = 60.0
MOST_REDIRECTS = 5
AGENT = "tradewire"
_LARGEST_RULES = 500_000
_LONGEST_WAIT = 30.0
# 4xx means that a site has no rules (RFC 9309, 2.3.1.3); these two mean that it lets nobody in.
_CLOSED = frozenset({401, 403})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_FIRST_FAILURE = 400
# Others can unpack a kilobyte to gigabytes in one step.
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_MEDIA_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave.

    Attributes:
        url: where it was found, behind all redirects.
        media_type: as the server says it, such as ``text/html``; empty if it does not.
        charset: as the server says it.
        stamp: None where the server gives none.
    """

    url: str
    data: bytes
    media_type: str = ""
    charset: str | None = None
    stamp: Stamp | None = None


def fetch(
    url: str,
    *,
    stamp: Stamp | None = None,
    private_hosts: frozenset[str] = frozenset(),
    allowed: Callable[[str], None] = lambda _url: None,
    most_bytes: int = MAX_BYTES,
    seconds: float = SECONDS,
) -> Fetched | None:
    """Fetch an address; None if it has not changed since the stamp was given.

    Args:
        url: http or https.
        stamp: of the version that is known already.
        private_hosts: hosts that may lie on this machine or in the local network.
        allowed: asked before each hop; raises FetchError to stop there.
        most_bytes: of the unpacked body.
        seconds: for everything, redirects included.

    Raises:
        FetchError: saying what is wrong and, where there is one, the way out.
    """
    import httpx

    from index.web.safe_transport import CheckedTransport

    transport = CheckedTransport(private_hosts, seconds)
    try:
        with httpx.Client(transport=transport, trust_env=False, headers=_headers(stamp)) as client:
            for _ in range(MOST_REDIRECTS + 1):
                _check(url)
                allowed(url)
                with client.stream("GET", url) as response:
                    if response.status_code in _REDIRECTS and "location" in response.headers:
                        url = urljoin(url, response.headers["location"])
                        continue
                    return _received(response, url, most_bytes)
    except httpx.TimeoutException:
        raise FetchError(f"{_host(url)} did not finish in time; try again later") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(f"{_host(url)} cannot be spoken to: {said(error)}") from None
    except (OSError, ValueError) as error:
        raise FetchError(f"cannot be fetched: {said(error)}") from None
    raise FetchError(f"redirects more than {MOST_REDIRECTS} times")


def _check(url: str) -> None:
    """Raise FetchError for an address that is not http(s), or carries a password."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise FetchError(f"'{url[:80]}' is not a web address") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise FetchError(f"'{url[:80]}' is not an http(s) address")
    if parts.username or parts.password:
        raise FetchError(f"the address of {parts.hostname} carries a password; leave it out")


def _headers(stamp: Stamp | None) -> dict[str, str]:
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
    if stamp and stamp.etag:
        headers["If-None-Match"] = stamp.etag
    if stamp and stamp.modified:
        headers["If-Modified-Since"] = stamp.modified
    return headers


def _received(response: httpx.Response, url: str, most_bytes: int) -> Fetched | None:
    if response.status_code == _NOT_MODIFIED:
        return None
    if response.status_code >= _FIRST_FAILURE or response.status_code in _REDIRECTS:
        answer = f"{response.status_code} {responses.get(response.status_code, '')}".strip()
        raise FetchError(f"{_host(url)} answers {answer}", status=response.status_code)
    if response.headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
        raise FetchError("is packed in a way that was not asked for")
    content_type = response.headers.get("content-type", "")
    etag, modified = response.headers.get("etag"), response.headers.get("last-modified")
    media_type, charset = _MEDIA_TYPE.match(content_type), _CHARSET.search(content_type)
    return Fetched(
        url=url,
        data=_body(response.iter_bytes(), most_bytes),
        media_type=media_type[1].lower() if media_type else "",
        charset=charset[1] if charset else None,
        stamp=Stamp(etag=etag, modified=modified) if etag or modified else None,
    )


def _body(blocks: Iterable[bytes], most_bytes: int) -> bytes:
    body = bytearray()
    for block in blocks:
        body += block
        if len(body) > most_bytes:
            raise FetchError(f"has more than {most_bytes / 1e6:.1f} MB, which is refused")
    return bytes(body)


def _host(url: str) -> str:
    return urlsplit(url).hostname or url[:80]


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
            found = fetch(url, private_hosts=self._private_hosts, most_bytes=_LARGEST_RULES)
            return decode(found.data).text if found else ""
        except FetchError as error:
            if error.status is None:
                raise
            if error.status >= 500:
                raise FetchError(f"the site's robots.txt cannot be had: {error}") from None
            return "User-agent: *\nDisallow: /" if error.status in _CLOSED else ""
