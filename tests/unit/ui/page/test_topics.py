from __future__ import annotations

from ui.page.topics import topics


def test_topics_are_what_several_titles_share() -> None:
    titles = [
        "Trump's steel tariffs take effect",
        "What steel tariffs mean for Norway",
        "Steel tariffs: a guide",
        "Rare earths run short",
        "News analysis: rare earths",
        "News analysis: salmon",
        "Only here once",
    ]
    assert topics(titles) == ["steel tariffs", "rare earths"]


def test_what_somebody_urges_is_no_topic() -> None:
    titles = ["China urges talks", "China urges calm", "Rare earths", "More rare earths"]
    assert topics(titles) == ["rare earths"]


def test_names_keep_their_capitals() -> None:
    titles = ["Hong Kong reopens", "Ships leave Hong Kong", "Rare earths", "More rare earths"]
    assert topics(titles) == ["Hong Kong", "rare earths"]


def test_without_titles_there_are_none() -> None:
    assert topics([]) == []
    assert topics(["", "One word", "…"]) == []


def test_what_names_a_series_of_articles_is_no_topic() -> None:
    titles = [
        "Market Watch: tin rises",
        "Market Watch: tin falls",
        "Market Watch: a quiet week",
        "Rare earths run short",
        "Who has rare earths?",
    ]
    assert topics(titles) == ["rare earths"]
