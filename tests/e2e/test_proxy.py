"""The page behind nginx, under a path, as a reader and an editor use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from rag.chain import AnswerChain
from tests.e2e.conftest import Opened, ask, served
from tests.helpers.proxies import NGINX, free_port, nginx
from ui.server.access import allow
from ui.server.users import User, UserFile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(NGINX is None, reason="there is no nginx on this machine"),
]
PLACE = "location /archive/ {{ proxy_pass {server}; proxy_set_header X-Forwarded-User {name}; }}"


@pytest.mark.parametrize(("name", "edits"), [("bert", False), ("anna", True)])
def test_the_page_works_under_a_path(
    opened: Opened, news_chain: AnswerChain, tmp_path: Path, name: str, edits: bool
) -> None:
    port = free_port()
    UserFile(tmp_path / "users").put(User(name="anna", role="editor"))
    access = allow(
        "127.0.0.1",
        proxies=["127.0.0.1"],
        auth_file=tmp_path / "users",
        public_url=f"http://127.0.0.1:{port}/archive",
    )
    with (
        served(news_chain, tmp_path, access=access) as server,
        nginx(tmp_path / "nginx", port, PLACE.format(server=server, name=name)) as address,
    ):
        page = opened(f"{address}/archive/")
        ask(page, "What did Kari Nordmann say about a quota?")
        expect(page.locator(".turn").last).to_contain_text("We will not accept a quota")
        page.click("nav [data-view=articles]")
        expect(page.locator("#article-list")).to_contain_text("Grain shipments resume")
        expect(page.locator("#drop")).to_be_visible(visible=edits)
        expect(page.locator("button.remove").first).to_be_visible(visible=edits)
        page.click("nav [data-view=timeline]")
        page.fill("#timeline-fields [name=about]", "duty on steel imports")
        if page.locator("#plot-fold:not([open])").count():
            page.click("#plot-fold summary")
        expect(page.frame_locator("#plot").locator(".scatterlayer .trace")).to_have_count(2)
