from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.library import Library
from rag.chain import AnswerChain
from rag.evidence.parts import facets
from rag.evidence.select import Scorer, in_turn, rarity, scored_sentences, select
from rag.filters import filters
from rag.question.understand import understand
from rag.request import Asked
from rag.retrieval.bm25 import MOST_RANKED, lexical
from rag.retrieval.fusion import SHIPPED
from rag.retrieval.retriever import retrieve
from rag.retrieval.search import LONGEST, search
from rag.rewriting import OnnxRewriter
from rag.settings import Settings
from rag.types import Filters, Turn
from rag.verdict.explain import Explanation, explain

PRESS = [
    {"id": "oslo", "title": "Steel talks in Oslo", "publisher": "The Daily", "date": "2018-03-09",
     "text": "The duty on steel rose to 25 percent in March 2018. Minister Kari Nordmann spoke in "
             "Oslo. She said that a quota would hurt both sides."},
    {"id": "lima", "title": "Copper in Lima", "publisher": "Andes Post", "date": "2019-06-01",
     "text": "Peru sold more copper. The duty on copper fell to 3 percent in June 2019."},
    {"id": "undated", "title": "Wool", "text": "The duty on wool is 8 percent. Sheep are shorn."},
    {"id": "long", "title": "Zinc", "publisher": "The Daily", "date": "2018-07-02",
     "text": "\n\n".join(f"Paragraph {n} tells of zinc mine number {n} and of its owners in town {n}."
                         + (" The duty on zinc rose to 40 percent." if n == 90 else "")
                         for n in range(180))},
]  # fmt: skip


def explained(question: str, library: Library) -> Explanation:
    settings = Settings(index=library.folder, mode="extractive", evidence_tokens=200)
    return explain(AnswerChain(library, settings).found(Asked(question=question)))


def found_articles(question: str, library: Library, within: Filters | None = None) -> list[str]:
    return [
        result.article_id
        for result in search(question, library, filters=within or Filters(), top_k=10)
    ]


def test_the_article_with_the_questions_words_comes_first(press: Library) -> None:
    assert found_articles("How high is the duty on copper?", press)[0] == "lima"
    assert found_articles("How high is the duty on wool?", press)[0] == "undated"


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ({"since": "2019-01-01"}, {"lima"}),
        ({"until": "2018-12-31"}, {"oslo", "long"}),
        ({"since": "2018-03-09", "until": "2018-03-09"}, {"oslo"}),
        ({"publisher": "the daily"}, {"oslo", "long"}),
        ({"article": "undated"}, {"undated"}),
        ({"speaker": "Kari Nordmann"}, {"oslo"}),
        ({"publisher": "'; DROP TABLE articles; --"}, set()),
    ],
)
def test_filters_reach_every_store(
    press: Library, within: dict[str, str], expected: set[str]
) -> None:
    assert set(found_articles("duty", press, filters(**within))) == expected


def test_a_reranker_has_the_last_word_and_is_seen(press: Library) -> None:
    def wool_first(question: str, passages: Sequence[str]) -> list[float]:
        assert question == "How high is the duty on copper?"
        return [0.9 if "wool" in passage else 0.1 for passage in passages]

    query = understand("How high is the duty on copper?", (), filters(), press)
    first, second, *_ = retrieve(query, press, 8, wool_first).candidates
    assert (first.article_id, first.score, first.scores["reranker"]) == ("undated", 0.9, 0.9)
    assert (second.article_id, second.score) == ("lima", 0.1)


def test_undated_articles_left_out_by_dates_are_counted(press: Library) -> None:
    query = understand("duty", (), filters(since="2018-01-01"), press)
    assert retrieve(query, press, 8).undated_left_out == 1
    query = understand("duty", (), filters(publisher="The Daily"), press)
    assert retrieve(query, press, 8).undated_left_out == 0


def test_a_result_is_one_passage_an_article_with_its_best_chunk_inside(press: Library) -> None:
    results = search("How high is the duty on zinc?", press, filters=Filters(), top_k=4)
    first = results[0]
    text = press.article("long").text
    assert first.article_id == "long"
    assert first.text == text[first.start : first.end]
    assert len(first.text) <= LONGEST < len(text)
    assert "40 percent" in text[first.chunk_start : first.chunk_end]
    assert first.start <= first.chunk_start < first.chunk_end <= first.end
    assert len({r.article_id for r in results}) == 4
    assert [r.rank for r in results] == [1, 2, 3, 4]


def test_where_articles_run_out_their_other_passages_follow(press: Library) -> None:
    results = search("zinc mine owners", press, filters=filters(article="long"), top_k=10)
    assert {r.article_id for r in results} == {"long"}
    assert len(results) > 1
    assert len({r.chunk_id for r in results}) == len(results)
    first, *others = results
    assert len(first.text) > 4_000
    assert all((r.start, r.end) == (r.chunk_start, r.chunk_end) for r in others)


def test_scores_add_up(press: Library) -> None:
    query = understand("How high is the duty on steel?", (), Filters(), press)
    candidates = retrieve(query, press, 8).candidates
    assert [c.rank for c in candidates] == list(range(1, len(candidates) + 1))
    for c in candidates:
        assert c.score == pytest.approx(SHIPPED.of_chunk(c.scores))
    assert [c.score for c in candidates] == sorted((c.score for c in candidates), reverse=True)


def test_bm25_by_hand(press: Library) -> None:
    words = lexical(understand("copper", (), Filters(), press), press)
    (idf,) = words.weights.values()
    title, text = "", "copper copper"
    slack = 1.2 * (1 - 0.4 + 0.4 * len(text) / 560)
    assert words.bm25(title, text) == pytest.approx(idf * 2 * 2.2 / (2 + slack))
    assert words.bm25("", "wool") == 0


def test_a_word_no_article_holds_gives_way_to_its_like(press: Library) -> None:
    assert '"duty"' in lexical(understand("levy on steel", (), Filters(), press), press).expression
    assert '"levy"' not in lexical(understand("duty", (), Filters(), press), press).expression


def test_what_cannot_be_ranked_in_time_is_not_looked_for() -> None:
    from rag.retrieval.bm25 import MOST_WORDS, _affordable

    assert len(_affordable({f"word{n}": n + 1 for n in range(300)})) == MOST_WORDS
    assert _affordable({"the": MOST_RANKED, "zinc": 5, "duty": 90}) == ["zinc", "duty"]
    assert _affordable({"the": 10 * MOST_RANKED}) == ["the"]


def test_two_times_are_looked_for_apart(press: Library) -> None:
    query = understand("What was the duty in 2018 and in 2019?", (), Filters(), press)
    found = retrieve(query, press, 1)
    assert {c.article_id for c in found.candidates} >= {"lima", "oslo"}
    parts = facets(query, press)
    assert [holds("lima", 0) for holds in parts] == [False, True]


def test_each_part_gets_evidence_in_turn(press: Library) -> None:
    query = understand("What was the duty in 2018 and in 2019?", (), Filters(), press)
    found = retrieve(query, press, 8)
    scorer = Scorer.of(query, found, rarity(query.terms, press), press)
    scored = scored_sentences(scorer, found.candidates)
    turns = in_turn(scored, facets(query, press))
    assert [item.sentence.article_id == "lima" for item in turns[:2]].count(True) == 1
    assert len(turns) == len(scored)
    evidence = select(scored, press, 60, facets(query, press))
    assert {"lima"} < {e.article_id for e in evidence}


def test_the_sentences_next_to_a_passage_are_looked_at_too(press: Library) -> None:
    query = understand("How high is the duty on zinc?", (), Filters(), press)
    found = retrieve(query, press, 1)
    scorer = Scorer.of(query, found, rarity(query.terms, press), press)
    scored = scored_sentences(scorer, found.candidates)
    numbers = sorted(item.sentence.number for item in scored)
    first = min(c.first_sentence for c in found.candidates)
    last = max(c.last_sentence for c in found.candidates)
    assert numbers == [*range(max(0, first - 1), last + 2)]


def test_evidence_stays_within_its_budget_and_is_letter_for_letter(press: Library) -> None:
    for budget in (30, 60, 200):
        query = understand("How high is the duty on zinc?", (), Filters(), press)
        found = retrieve(query, press, 8)
        scorer = Scorer.of(query, found, rarity(query.terms, press), press)
        scored = scored_sentences(scorer, found.candidates)
        evidence = select(scored, press, budget)
        assert sum(len(e.text) for e in evidence) <= max(budget * 4.2, len(evidence[0].text))
        for e in evidence:
            assert press.article(e.article_id).text[e.start : e.end] == e.text


def test_a_sentence_that_points_back_brings_the_one_before(press: Library) -> None:
    question = "What did the minister say about a quota?"
    found = explained(question, press)
    before = [c for c in found.evidence if c.place is None]
    texts = [c.evidence.text for c in found.evidence]
    assert any("quota would hurt" in text for text in texts)
    assert any("Kari Nordmann" in text for text in texts)
    assert all(c.reason == "says what the next sentence points back to" for c in before)


def test_an_explanation_adds_up(press: Library) -> None:
    found = explained("How high is the duty on steel?", press)
    assert found.query.kind == "number"
    assert set(found.words) == {"duti", "steel"}
    for chosen in found.evidence:
        if chosen.place is not None:
            assert sum(chosen.parts.values()) == pytest.approx(chosen.evidence.score)
    assert "has a figure of its own, as asked for" in found.evidence[0].reason


def test_a_publishers_name_is_not_looked_for_in_its_articles(press: Library) -> None:
    query = understand("What does The Daily write about steel?", (), filters(), press)
    assert "daily" not in query.terms
    assert "steel" in query.terms
    # No publisher is called that.
    assert (
        "daily" in understand("How high is the daily quota on steel?", (), filters(), press).terms
    )


def test_an_ellipsis_asks_for_what_the_question_before_asked_for(press: Library) -> None:
    history = (Turn(role="user", content="How high is the duty on steel in 2014?"),)
    followed = understand("And in 2022?", history, Filters(), press, OnnxRewriter())
    assert followed.kind == "number"
    assert followed.follows_up
