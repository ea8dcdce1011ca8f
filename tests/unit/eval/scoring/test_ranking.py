from __future__ import annotations

import math

import pytest

from eval.questions.dataset import Passage, Question
from eval.scoring.ranking import article_measures, locate, measures, span_measures
from eval.types import Place

TEXTS = {"a": "Ministers met in Geneva. Duties fell to 10% in May.", "b": "Nothing here."}


def question(*golds: tuple[str, str], any_of: tuple[tuple[Passage, ...], ...] = ()) -> Question:
    passages = tuple(Passage(article_id=id_, quote=quote) for id_, quote in golds)
    return Question(id="q", question="?", evidence=passages, evidence_any_of=any_of)


def test_by_hand() -> None:
    found = measures([frozenset({"a", "c"})], ["b", "a", "d", "c"])
    assert found["hit@1"] == 0
    assert found["hit@5"] == found["recall@5"] == 1
    assert found["mrr"] == 0.5
    best = 1 + 1 / math.log2(3)
    assert found["ndcg@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / best)


def test_nothing_found_is_nought_and_no_gold_is_none() -> None:
    assert set(measures([frozenset({"a"})], []).values()) == {0.0}
    assert article_measures(question(), [Place(article_id="a", start=0, end=5)]) is None


def test_the_best_of_several_sets_counts() -> None:
    one, other = (Passage(article_id=id_, quote="Nothing") for id_ in ("x", "b"))
    asked = question(any_of=((one,), (other,)))
    found = article_measures(asked, [Place(article_id="b", start=0, end=5)])
    assert found is not None
    assert found["hit@1"] == found["recall@5"] == 1


def test_an_article_counts_once_at_its_first_passage() -> None:
    places = [Place(article_id=id_, start=i, end=i + 1) for i, id_ in enumerate("bbba")]
    found = article_measures(question(("a", "met")), places)
    assert found is not None
    assert found["mrr"] == 0.5


def test_a_span_counts_where_half_of_it_stands() -> None:
    asked = question(("a", "Duties fell to 10% in May"))
    start = TEXTS["a"].index("Duties")
    half = Place(article_id="a", start=0, end=start + 13)
    less = Place(article_id="a", start=0, end=start + 8)
    for places, hit in (([half], 1.0), ([less], 0.0), ([less, half], 0.0)):
        found = span_measures(asked, places, TEXTS.__getitem__)
        assert found is not None
        assert found["hit@1"] == hit
    assert span_measures(question(("b", "not there")), [half], TEXTS.__getitem__) is None


def test_words_are_found_whatever_the_marks_between() -> None:
    assert locate("“ministers  met", "The Ministers met.") == (4, 17)
    assert locate("donâ€™t go", "They don’t go.") == (5, 13)
    assert locate("…", "text") is None
