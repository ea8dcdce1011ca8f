"""The points of the Timeline: one series for each subject and unit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.ingest.pipeline import ingest
from index.library import Library
from rag.types import Filters
from tests.helpers.fakes import WordEmbedder
from ui.views.series import Point, Points, points
from ui.views.timeline import figure, listed

ARTICLES = {
    "march": ("2025-03-03", "The duty on steel rose to 25%. Steel imports worth $3 billion came."),
    "june": ("2025-06-10", "The duty on steel fell to 15%. A tariff of 7% on steel was planned."),
    "august": ("2025-08-20", "Steel output grew by 4% as the duties on steel fell to 10%."),
}


@pytest.fixture
def steel(tmp_path: Path) -> Points:
    for name, (day, text) in ARTICLES.items():
        record = {"id": name, "title": "Steel", "text": text, "date": day}
        with (tmp_path / "articles.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
    embedder = WordEmbedder()
    ingest(tmp_path / "index", [str(tmp_path / "articles.jsonl")], embedder)
    library = Library.open(tmp_path / "index", embedder)
    found = points(library, about="steel", filters=Filters())
    library.close()
    return found


def test_figures_of_one_subject_and_unit_are_one_series(steel: Points) -> None:
    assert [(p.day, p.who, p.subject) for p in steel.shown if p.kind == "figure"] == [
        ("2025-03-03", "25%", "duty"),
        ("2025-06-10", "15%", "duty"),
        ("2025-08-20", "10%", "duties"),
    ]


def test_what_stands_in_no_series_is_counted_and_told(steel: Points) -> None:
    assert steel.left_out == 3
    assert "3 figures of other things left out" in listed(steel, "steel", 60).replace("&#46;", ".")


@pytest.mark.parametrize(("about", "which"), [("steel", "nearest to the topic"), (None, "latest")])
def test_quotes_that_are_not_shown_are_counted_and_told(about: str | None, which: str) -> None:
    said = Point(
        kind="said", day="2025-03-03", who="Ada Berg", text="We pay.", article_id="x",
        title="T", publisher="P", start=0, end=3,
    )  # fmt: skip
    assert f"of 1,634 quotes the 200 {which}" in listed(
        Points(shown=[said], quotes=1634), about, 60
    ).replace("&#46;", ".")
    assert "quotes the" not in listed(Points(shown=[said], quotes=1), about, 60)


def test_each_series_has_its_scale_and_its_name(steel: Points) -> None:
    plot = json.loads(figure(steel.shown, "light") or "")
    assert [trace["name"] for trace in plot["data"]] == ["duty, percent"]
    assert plot["layout"]["yaxis"]["title"]["text"] == "duty<br>percent"


def test_a_trillion_and_a_billion_stand_on_one_scale() -> None:
    given = [
        Point(
            kind="figure", day=f"2025-0{month}-01", who=words, text=words, article_id="x",
            title=None, publisher=None, start=0, end=1, value=value, unit=f"{scale} dollars",
            subject="deficit",
        )
        for month, words, value, scale in (
            (1, "$900 billion", 900.0, "billion"),
            (2, "$1.2 trillion", 1.2, "trillion"),
            (3, "$800 billion", 800.0, "billion"),
        )
    ]  # fmt: skip
    (trace,) = json.loads(figure(given, "light") or "")["data"]
    assert trace["name"] == "deficit, billion dollars"
    assert trace["y"] == [900.0, 1200.0, 800.0]
