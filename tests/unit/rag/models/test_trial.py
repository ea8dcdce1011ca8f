"""What doctor says of a model server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rag.models.trial import tried
from rag.settings import Settings
from tests.helpers.model_server import Handler, serving, words


def settings(url: str, **more: Any) -> Settings:
    return Settings(index=Path("unused"), base_url=url, model="big-model", **more)


def test_a_sound_server() -> None:
    with serving(lambda h, _n: h.stream(*words("ready"))) as (_stub, url):
        (finding,) = tried(settings(url))
    assert finding.sound
    assert finding.check.startswith("language model big-model (replies within")
    assert "probabilities" not in finding.check


def test_what_a_server_lacks_is_told_and_is_no_fault() -> None:
    def thinks(handler: Handler, number: int) -> None:
        thought = {"reasoning_content": "Well. "}
        if number:
            handler.stream(thought, *words("ready"))
        else:
            handler.stream(thought, finish="length")

    with serving(thinks) as (stub, url):
        stub.judge = lambda h: h.reply(400, {"error": {"message": "no logprobs"}})
        (finding,) = tried(settings(url))
    assert finding.sound
    assert "thinks first; gives no probabilities" in finding.check


def test_a_name_that_is_not_served_comes_with_those_that_are() -> None:
    def unknown(handler: Handler, *_number: int) -> None:
        handler.reply(404, {"error": {"message": "no such model"}})

    with serving(unknown) as (stub, url):
        stub.judge = unknown
        (finding,) = tried(settings(url))
    assert not finding.sound
    assert "404" in str(finding.problem)
    assert "it lists big-model" in str(finding.way_out)


def test_a_server_that_is_away() -> None:
    with serving(lambda h, _n: h.stream()) as (_stub, url):
        pass
    (finding,) = tried(settings(url))
    assert "is not reached" in str(finding.problem)
    assert "TRADEWIRE_BASE_URL" in str(finding.way_out)


@pytest.mark.parametrize("asked", [{"mode": "extractive", "base_url": "http://127.0.0.1:9/v1"}, {}])
def test_nothing_is_asked_where_no_server_is_named(asked: dict[str, Any]) -> None:
    assert tried(Settings(index=Path("unused"), **asked)) == []
