"""Invented news written for this project: stories of two or three articles, with questions over them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from eval.fitting.bundle import Claim
from eval.fitting.groups import Group, asked_over
from rag.reader.inputs import Passage

SETS = {"invented": "invented_news", "trade": "invented_trade"}

Place = tuple[str, int]
"""An article's name and a sentence's number in it, from 1."""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on one running subject, so that what does not answer looks like what does.

    Attributes:
        source: of which set it is.
        name: of its first article.
        passages: every sentence of its articles, by place.
        questions: {"q": question, "a": places of answers, "near": places that tempt, "s": asked
            words, "c": a reply that the first answer supports, "x": one that it does not}.
    """

    source: str
    name: str
    passages: Mapping[Place, Passage]
    questions: tuple[Mapping[str, Any], ...]


def shipped(name: str) -> list[dict[str, Any]]:
    """Read ``eval/data/NAME.jsonl.gz``."""
    raw = resources.files("eval").joinpath("data", f"{name}.jsonl.gz").read_bytes()
    return [json.loads(line) for line in gzip.decompress(raw).decode().splitlines()]


def invented_stories() -> list[Story]:
    """Return the stories of all sets."""
    return [_story(source, row) for source, name in SETS.items() for row in shipped(name)]


def _story(source: str, row: Mapping[str, Any]) -> Story:
    passages: dict[Place, Passage] = {}
    for article in row["articles"]:
        before = ""
        for number, sentence in enumerate(article["sentences"], 1):
            passages[article["name"], number] = Passage(
                sentence=sentence, before=before, title=article["title"], published=article["date"]
            )
            before = sentence
    return Story(source, row["articles"][0]["name"], passages, tuple(row["questions"]))


def invented_groups(stories: Iterable[Story]) -> list[Group]:
    """Return each question over all sentences of its story."""
    return [
        Group(
            source=story.source,
            text=story.name,
            question=" ".join(row["q"].split()),
            candidates=tuple(
                asked_over(
                    passage,
                    answers=list(place) in row["a"],
                    tempts=list(place) in row.get("near", []),
                    asked=row.get("s") or "",
                )
                for place, passage in story.passages.items()
            ),
        )
        for story in stories
        for row in story.questions
    ]


def invented_claims(stories: Iterable[Story]) -> Iterator[Claim]:
    """Yield the replies written beside the questions, and the right one under a sentence that tempts."""
    for story in stories:
        for row in story.questions:
            if "c" not in row or not row["a"]:
                continue
            name, number = row["a"][0]
            held = {(row["c"], (name, number)): "supported", (row["x"], (name, number)): "not"}
            if row.get("near"):
                held[row["c"], tuple(row["near"][0])] = "not"
            for (claim, place), verdict in held.items():
                evidence = story.passages[place]
                yield Claim(text=story.name, claim=claim, evidence=evidence, verdict=verdict)
