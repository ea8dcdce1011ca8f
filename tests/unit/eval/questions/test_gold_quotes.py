from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.benchmarks.quotes import measured, naive
from eval.questions.dataset import Passage, Question
from eval.questions.gold_quotes import Gold, Outcome, documents, heard, outcomes, unmatched
from index.quotes.extract import extract_quotes
from index.types import Quote

TEXT = (
    "“We will not accept a quota,” Kari Nordmann said.\n\n“The port is open,” said Olena Koval.\n"
)


def quote(words: str, speaker: str | None, text: str = TEXT) -> Quote:
    start = text.index(words)
    return Quote(
        start=start, end=start + len(words), text=words, speaker=speaker, mention=speaker,
        role=None, verb=None, kind="direct", group=0,
    )  # fmt: skip


def gold(words: str, source: str, *, pronoun: bool = False) -> Gold:
    start = TEXT.index(words)
    return Gold(start=start, end=start + len(words), source=source, pronoun=pronoun)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "text" / "x").mkdir(parents=True)
    (tmp_path / "text" / "x" / "a.txt").write_text(TEXT, encoding="utf-8")
    rows = [
        ("We will not accept a quota", "Kari Nordmann", False),
        ("The port is open", "she", True),
        ("Nobody said this", "Kari Nordmann", False),
    ]
    with (tmp_path / "direct_quotes_x.jsonl").open("w", encoding="utf-8") as stream:
        for words, source, pronoun in rows:
            row = {"doc": "a", "source": source, "source_is_pronoun": pronoun}
            row |= {"quote_spans": [words], "content_offsets": [[0, len(TEXT)]]}
            stream.write(json.dumps(row) + "\n")
    return tmp_path


def test_gold_quotations_are_located_and_lost_ones_are_empty(folder: Path) -> None:
    (article,) = documents(folder, "x")
    assert [TEXT[g.start : g.end] for g in article.golds] == [
        "We will not accept a quota", "The port is open", "",
    ]  # fmt: skip
    assert [g.pronoun for g in article.golds] == [False, True, False]


def test_half_of_the_gold_and_half_of_the_prediction_must_be_shared() -> None:
    wanted = gold("We will not accept a quota", "Nordmann")
    found = [
        outcomes([wanted], [quote(words, "Kari Nordmann")])[0].quote is not None
        for words in ("We will not accept a quota,", "We will not", "not accept a quota", TEXT[:70])
    ]
    assert found == [True, False, True, False]


def test_parts_together_cover_a_quotation() -> None:
    wanted = gold("We will not accept a quota", "Nordmann")
    parts = [quote("We will", "A B"), quote("accept a quota", "Kari Nordmann")]
    (outcome,) = outcomes([wanted], parts)
    assert outcome.right  # the part that covers most of it counts


def test_what_matches_nothing_is_a_stray() -> None:
    said = [quote("The port is open,", "Olena Koval"), quote("We will not", None)]
    assert unmatched([gold("The port is open", "Koval")], said) == said[1:]


@pytest.mark.parametrize(
    ("speaker", "source", "fits"),
    [
        ("Kari Nordmann", "Nordmann, the minister", True),
        ("Nordmann", "Ms. Nordmann’s", True),
        ("the minister", "the envoy", False),
        ("one two three four five six seven eight Nordmann", "Nordmann", False),
        (None, "Nordmann", False),
        ("Peña Nieto", "Pena Nieto", True),
    ],
)
def test_a_content_word_must_be_shared(speaker: str | None, source: str, fits: bool) -> None:
    words = "The port is open"
    found = Outcome(gold=gold(words, source), quote=quote(words, speaker))
    assert found.right is fits


def test_a_system_is_measured_article_by_article(folder: Path) -> None:
    articles = documents(folder, "x")
    said = [quote("We will not accept a quota,", "Kari Nordmann"), quote("The port is open,", None)]
    cells = [cell.split()[0] for cell in measured(articles, lambda _text: said)]
    # Found 2 of 3; 1 of 2 with the right speaker, who is the only one named; no pronoun; no error.
    assert cells[:6] == [".667", ".500", "1.000", ".000", ".000", "0"]


def test_a_system_that_raises_is_counted(folder: Path) -> None:
    def broken(_text: str) -> list[Quote]:
        raise ValueError("no")

    cells = [cell.split()[0] for cell in measured(documents(folder, "x"), broken)]
    assert (cells[0], cells[5]) == (".000", "1")


def test_the_naive_rival_reads_both_orders() -> None:
    assert [(q.text, q.speaker) for q in naive(TEXT)] == [
        ("We will not accept a quota,", "Kari Nordmann"), ("The port is open,", "Olena Koval."),
    ]  # fmt: skip


def test_spoken_words_are_heard_with_their_speaker() -> None:
    def asked(spoken: str | None) -> Question:
        evidence = (Passage(article_id="a", quote=""),)
        return Question(
            id="1", question="?", evidence=evidence, speaker="Kari Nordmann", spoken=spoken
        )

    spoken = ("We will not accept a quota", "The port is open", "Nobody said these words", None)
    # Found, by her, by somebody else; a question without words is left out.
    assert heard(map(asked, spoken), {"a": TEXT}, extract_quotes) == [
        (True, True, False), (True, False, True), (False, False, False),
    ]  # fmt: skip
