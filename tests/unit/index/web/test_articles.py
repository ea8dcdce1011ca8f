from __future__ import annotations

import gzip
import ipaddress
import socket
from pathlib import Path

import pytest

from index.errors import FetchError
from index.ingest.load import Options, expand, read
from index.types import Problem, RawArticle, Stamp
from index.web.articles import Web
from index.web.feeds import read_listing
from index.web.fetch import fetch
from index.web.safe_transport import is_public
from tests.helpers.files import PARAGRAPHS, page, pdf
from tests.helpers.site import Answer, Site, rss


def web() -> Web:
    return Web(private_hosts=frozenset({"127.0.0.1"}))


def everything(url: str, reader: Web | None = None) -> list[RawArticle | Problem]:
    ((place, root),) = expand(url)
    return list(read(place, root, Options(web=reader or web())))


def article(url: str) -> RawArticle:
    (item,) = everything(url)
    assert isinstance(item, RawArticle), item
    return item


def reason(url: str, reader: Web | None = None) -> str:
    (item,) = everything(url, reader)
    assert isinstance(item, Problem), item
    return item.reason


# pages


def test_a_page_gives_its_article(site: Site) -> None:
    head = '<meta name="author" content="Ann Lee"><meta property="og:site_name" content="The Wire">'
    url = site.put("/2025/zinc-duties-rise", page(*PARAGRAPHS, head=head))
    found = article(url)
    assert (found.author, found.publisher, found.url, found.source) == (
        "Ann Lee", "The Wire", url, url,
    )  # fmt: skip
    assert PARAGRAPHS[3] in found.text
    assert found.article_id.startswith("127-0-0-1-zinc-duties-rise-")
    assert site.asked == ["/robots.txt", "/2025/zinc-duties-rise"]


def test_what_the_server_says_of_the_body_counts(site: Site) -> None:
    latin = page(*PARAGRAPHS, "Zölle, “so”.").encode("cp1252")
    assert "Zölle, “so”." in article(site.put("/a", latin, "text/html; charset=windows-1252")).text
    assert (
        article(site.put("/b.html", "<b>Zinc</b> rose.", "text/plain")).text == "<b>Zinc</b> rose."
    )
    assert "Zinc rose." in article(site.put("/c", pdf(["Zinc rose."]), "application/pdf")).text
    assert (
        article(site.put("/d.txt", "Zinc rose.", "application/octet-stream")).url
        == f"{site.url}/d.txt"
    )
    assert reason(site.put("/e", b"\x89PNG", "image/png")) == "serves image/png, which is not read"
    assert "does not say what it is" in reason(site.put("/f", "words", "application/octet-stream"))


def test_a_redirect_is_followed_and_the_asked_address_names_the_article(site: Site) -> None:
    url = site.put("/new", page(*PARAGRAPHS))
    site.pages["/old"] = (301, {"Location": "/new"}, b"")
    found = article(f"{site.url}/old")
    assert (found.source, found.url) == (f"{site.url}/old", url)


def test_redirects_end(site: Site) -> None:
    site.pages["/a"] = (302, {"Location": "/a"}, b"")
    assert reason(f"{site.url}/a") == "redirects more than 5 times"


@pytest.mark.parametrize(
    "target", ["http://localhost:9/", "http://10.0.0.1/", "file:///etc/passwd"]
)
def test_a_redirect_elsewhere_is_checked_like_an_address(site: Site, target: str) -> None:
    site.pages["/a"] = (302, {"Location": target}, b"")
    said = reason(f"{site.url}/a")
    assert "not on the public network" in said or "not an http(s) address" in said


def test_errors_of_a_server_are_said(site: Site) -> None:
    assert reason(f"{site.url}/nowhere") == "127.0.0.1 answers 404 Not Found"
    assert "cannot be spoken to" in reason("http://127.0.0.1:9/")


def test_a_body_over_the_limit_is_refused(site: Site) -> None:
    site.put("/big", gzip.compress(b"0" * 3_000_000), "text/plain", Content_Encoding="gzip")
    hosts = frozenset({"127.0.0.1"})
    with pytest.raises(FetchError, match=r"more than 1\.0 MB"):
        fetch(f"{site.url}/big", private_hosts=hosts, most_bytes=1_000_000)
    site.put("/odd", b"\x0b\x02\x80", "text/plain", Content_Encoding="br")
    with pytest.raises(FetchError, match="not asked for"):
        fetch(f"{site.url}/odd", private_hosts=hosts)


def test_a_server_that_never_ends_is_left_at_the_deadline() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(FetchError, match="did not finish in time"):
            fetch(url, private_hosts=frozenset({"127.0.0.1"}), seconds=0.2)


# private addresses


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://localhost:8000/", "http://[::1]/", "http://2130706433/"]
)
def test_this_machine_is_not_spoken_to(url: str) -> None:
    assert "not on the public network" in reason(url, Web())


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_an_address_with_a_password_is_refused() -> None:
    assert "leave it out" in reason("http://ann:secret@example.org/")


# robots


@pytest.mark.parametrize(
    "rules", ["User-agent: *\nDisallow: /private", "User-agent: tradewire\nDisallow: /p"]
)
def test_a_site_may_forbid_a_page(site: Site, rules: str) -> None:
    site.put("/robots.txt", rules, "text/plain")
    url = site.put("/private/a", page(*PARAGRAPHS))
    assert "robots.txt forbids" in reason(url)
    assert "/private/a" not in site.asked


@pytest.mark.parametrize(("status", "said"), [(403, "robots.txt forbids"), (503, "cannot be had")])
def test_a_site_that_gives_no_rules(site: Site, status: int, said: str) -> None:
    site.pages["/robots.txt"] = (status, {}, b"")
    assert said in reason(site.put("/a", page(*PARAGRAPHS)))


def test_a_site_is_given_the_pause_it_asks_for(site: Site) -> None:
    waited: list[float] = []
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7", "text/plain")
    urls = [site.put(f"/{n}", page(*PARAGRAPHS)) for n in range(3)]
    reader = Web(private_hosts=frozenset({"127.0.0.1"}), pause=waited.append)
    assert len(list(reader.all_articles(urls))) == 3
    assert waited == [7.0, 7.0]


# what has not changed


def test_an_unchanged_page_is_not_read_again(site: Site) -> None:
    def answer(headers: dict[str, str]) -> Answer:
        if headers.get("if-none-match") == '"v1"':
            return 304, {}, b""
        return 200, {"Content-Type": "text/html", "ETag": '"v1"'}, page(*PARAGRAPHS).encode()

    site.pages["/a"] = answer
    reader = web()
    url = f"{site.url}/a"
    assert isinstance(everything(url, reader)[0], RawArticle)
    assert reader.stamps == {url: Stamp(etag='"v1"')}
    (again,) = everything(url, reader)
    assert isinstance(again, Problem)
    assert again.status == "unchanged"


# feeds


def test_a_feed_gives_its_pages_with_what_it_says_of_them(site: Site) -> None:
    site.put("/a", page(*PARAGRAPHS))
    feed = rss(
        "<item><title>Zinc &amp; tin</title><link>/a</link><dc:creator>Ann Lee</dc:creator>"
        "<pubDate>Wed, 09 Apr 2025 12:00:00 GMT</pubDate></item>",
        "<item><link>/a</link></item>",
        "<item><title>Gone</title><link>/gone</link><description>&lt;p&gt;Tin fell.&lt;/p&gt;</description></item>",
        "<item><link>/lost</link></item>",
        "<item><guid isPermaLink='false'>7</guid><content:encoded>Iron rose.</content:encoded></item>",
    )
    full, summary, lost, own = everything(site.put("/feed", feed, "application/rss+xml"))
    assert isinstance(full, RawArticle)
    assert (full.author, full.published) == ("Ann Lee", "2025-04-09")
    assert PARAGRAPHS[0] in full.text
    assert isinstance(summary, RawArticle)
    assert (summary.text, summary.title) == ("Tin fell.", "Gone")
    assert summary.problems == (
        "its page could not be read (127.0.0.1 answers 404 Not Found); this is the text in the feed",
    )
    assert isinstance(lost, Problem)
    assert (lost.source, lost.status) == (f"{site.url}/lost", "failed")
    assert isinstance(own, RawArticle)
    assert own.text == "Iron rose."


def test_a_feed_with_a_failure_is_asked_for_again(site: Site) -> None:
    reader = web()
    url = site.put("/feed", rss("<item><link>/lost</link></item>"), "text/xml", ETag='"f"')
    everything(url, reader)
    assert reader.stamps == {}
    site.put("/lost", page(*PARAGRAPHS))
    everything(url, reader)
    assert list(reader.stamps) == [url]


def test_an_atom_feed() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Zinc</title>'
        '<link rel="self" href="/x"/><link href="b?c=1"/><id>tag:7</id>'
        "<author><name>Ann Lee</name><email>a@example.org</email></author>"
        "<published>2025-04-09T12:00:00Z</published><updated>2025-05-01T12:00:00Z</updated></entry></feed>"
    )
    (entry,) = read_listing(feed.encode(), "https://example.org/a/feed")
    assert entry.url == "https://example.org/a/b?c=1"
    assert entry.fields == {
        "title": "Zinc", "author": "Ann Lee", "date": "2025-04-09T12:00:00Z",
    }  # fmt: skip


def test_a_sitemap_of_sitemaps(site: Site) -> None:
    url = site.put("/a", page(*PARAGRAPHS))
    inner = f"<urlset><url><loc>{url}</loc><lastmod>2025-05-01</lastmod></url></urlset>"
    site.put("/inner.xml.gz", gzip.compress(inner.encode()), "application/gzip")
    index = f"<sitemapindex><sitemap><loc>{site.url}/inner.xml.gz</loc></sitemap></sitemapindex>"
    found = article(site.put("/sitemap.xml", index, "application/xml"))
    assert (found.url, found.published) == (url, None)


def test_a_list_of_addresses(site: Site, tmp_path: Path) -> None:
    urls = [site.put(f"/{n}", page(*PARAGRAPHS)) for n in range(2)]
    path = tmp_path / "list.txt"
    path.write_text("# mine\n" + "\n\n".join([*urls, urls[0]]) + "\n")
    found = list(read(path, tmp_path, Options(web=web())))
    assert [item.source for item in found] == urls
    path.write_text(f"{urls[0]}\nis where it stood.\n")
    (prose,) = read(path, tmp_path, Options(web=web()))
    assert isinstance(prose, RawArticle)


def test_lists_of_lists_end_and_pages_have_a_limit(site: Site) -> None:
    for n in range(5):
        site.put(f"/{n}", f"{site.url}/{n + 1}", "text/plain")
    assert reason(f"{site.url}/0") == "is a list in a list of lists, which is not followed"
    reader = Web(private_hosts=frozenset({"127.0.0.1"}), most_pages=1)
    for n in range(3):
        site.put(f"/p{n}", page(*PARAGRAPHS))
    feed = rss(*(f"<item><link>/p{n}</link></item>" for n in range(3)))
    found = everything(site.put("/feed", feed, "text/xml"), reader)
    assert [type(item) for item in found] == [RawArticle, Problem]


@pytest.mark.parametrize(
    "feed",
    [
        '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title>'
        "<link>/a</link></item></channel></rss>",
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title></item></rss>',
    ],
)
def test_entities_are_not_expanded(site: Site, feed: str) -> None:
    assert "declares XML entities" in reason(site.put("/feed", feed, "text/xml"))
    wide = site.put("/wide", feed.encode("utf-16"), "text/xml")
    assert "declares XML entities" in reason(wide)


def test_a_malformed_feed_gives_what_can_be_read(site: Site) -> None:
    site.put("/a", page(*PARAGRAPHS))
    feed = rss("<item><title>Zinc & tin</title><link>/a</link></item>")[:-20]
    assert isinstance(everything(site.put("/feed", feed, "text/xml"))[0], RawArticle)


def test_a_saved_feed_is_followed_and_other_xml_is_not(site: Site, tmp_path: Path) -> None:
    url = site.put("/a", page(*PARAGRAPHS))
    own = "<item><guid isPermaLink='false'>7</guid><description>Iron rose.</description></item>"
    path = tmp_path / "feed.rss"
    path.write_text(rss(f"<item><link>{url}</link></item>", "<item><link>/a</link></item>", own))
    found = list(read(path, tmp_path, Options(web=web())))
    assert [item.source for item in found] == [url, str(path)]
    path.write_text("<settings><item/></settings>")
    (other,) = read(path, tmp_path, Options(web=web()))
    assert isinstance(other, Problem)
    assert (other.status, other.reason) == ("skipped", "is no feed and no sitemap")
