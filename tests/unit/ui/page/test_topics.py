"""Topics: what titles share, as the articles write it."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.files import library_of
from ui.page.topics import topics


def found(folder: Path, *articles: tuple[str, str]) -> list[str]:
    records = [{"id": str(n), "title": t, "text": text} for n, (t, text) in enumerate(articles)]
    library = library_of(folder, records)
    try:
        return topics(library)
    finally:
        library.close()


def test_a_topic_is_written_as_the_articles_write_it(tmp_path: Path) -> None:
    assert found(
        tmp_path,
        ("Steel Tariffs Hit Norway", "Mills in Norway pay the tariffs on steel since March."),
        (
            "What steel tariffs mean for all",
            "Buyers of pipes feel the tariffs on steel and pay more.",
        ),
        ("Steel tariffs: a guide", "Here is who has to pay the tariffs on steel, and how."),
        ("Rare Earths Run Short", "In May all rare earths were short in all of Europe."),
        ("Who has rare earths?", "Under one mountain lie half of all rare earths."),
    ) == ["the tariffs on steel", "rare earths"]


def test_what_stands_beside_each_other_and_is_no_noun_phrase_is_no_topic(tmp_path: Path) -> None:
    assert found(
        tmp_path,
        ("China urges talks", "On Monday China urged both sides to talk about the rare earths."),
        ("China urges calm", "The ministry urges calm over the rare earths, and so does Oslo."),
        ("Rare earths in short", "In spring a ton of the rare earths was dearer than gold."),
        ("More rare earths", "Ships bring the rare earths through the strait again."),
    ) == ["the rare earths"]


def test_the_fullest_form_that_titles_share_is_taken(tmp_path: Path) -> None:
    assert found(
        tmp_path,
        ("Trade war with China grows", "Farmers fear the trade war with China most of all."),
        ("A trade war with China?", "Nobody wins the trade war with China, the bank wrote."),
        ("The trade war goes on", "Markets fell as the trade war entered its second year."),
    ) == ["the trade war with China"]


def test_names_keep_their_capitals_and_people_are_left_out(tmp_path: Path) -> None:
    assert found(
        tmp_path,
        (
            "Ada Berg visits Hong Kong",
            "Last week Ada Berg said: “We want trade.” She left Hong Kong.",
        ),
        ("Ada Berg on ships", "In the port of Hong Kong, Ada Berg said: “Ships must sail.”"),
        ("Hong Kong reopens", "Ferries sail to Hong Kong again after a long winter."),
    ) == ["Hong Kong"]


def test_what_names_a_series_of_articles_is_no_topic(tmp_path: Path) -> None:
    assert found(
        tmp_path,
        ("Market Watch: tin rises", "In the market watch of today tin rises to a record."),
        ("Market Watch: a quiet week", "Nothing moved, says the market watch of this Friday."),
    ) == []  # fmt: skip


def test_without_titles_there_are_none(tmp_path: Path) -> None:
    assert found(tmp_path, ("One", "A ton of tin costs more than it did in the spring.")) == []
