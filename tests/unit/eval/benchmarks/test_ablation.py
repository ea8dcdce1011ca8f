from __future__ import annotations

from pathlib import Path

from eval.benchmarks.ablation import BUDGETS, UNCHANGED, curve, rechunked, selected, table, variants
from eval.questions.dataset import Passage, Question
from eval.systems.remembering import Remembering
from index.library import Library
from index.types import Sentence
from rag.evidence.select import WEIGHTS, Scored, weighed
from rag.filters import filters
from rag.retrieval.search import search
from tests.helpers.fakes import WordEmbedder


def values(measure: str, *each: float) -> dict[str, dict[str, float]]:
    return {measure: {str(n): value for n, value in enumerate(each)}}


def scored(number: int, **signs: float) -> Scored:
    every = dict.fromkeys(WEIGHTS, 0.0) | signs
    sentence = Sentence(article_id="a", number=number, paragraph=0, start=0, end=1, text="x")
    return Scored(sentence=sentence, chunk_id="a:0", similarity=0.0, coverage=0.0, spoken=False,
                  signs=every, score=weighed(every))  # fmt: skip


def test_a_row_tells_how_far_it_is_from_what_ships_and_whether_by_chance() -> None:
    rows = {
        UNCHANGED: values("hit@1", *[1.0] * 15, *[0.0] * 5),
        "worse": values("hit@1", *[0.0] * 20),
        "a little better": values("hit@1", *[1.0] * 16, *[0.0] * 4),
    }
    heading, _rule, shipped, worse, better = table({"Press": rows}, ["hit@1"])
    assert heading == "| changed | Press, hit@1 |"
    assert shipped.startswith(f"| {UNCHANGED} | .750 [.")
    assert worse.startswith("| worse | -0.750** [-0.")
    assert better.startswith("| a little better | +0.050 [")


def test_one_difference_beyond_chance_among_many_gets_one_star() -> None:
    # Six questions lost of twelve: p = 2 / 64, which does not stand beside nine other rows.
    rows = {UNCHANGED: values("mrr", *[1.0] * 12), "worse": values("mrr", *[0.0] * 6, *[1.0] * 6)}
    rows |= {f"same {n}": values("mrr", *[1.0] * 12) for n in range(9)}
    worse = table({"Press": rows}, ["mrr"])[3]
    assert worse.startswith("| worse | -0.500* [")
    assert table({"Press": dict(list(rows.items())[:2])}, ["mrr"])[3].count("*") == 2


def test_tokens_are_averaged() -> None:
    rows = {UNCHANGED: values("tokens of 200", 100, 150), "less": values("tokens of 200", 50, 51)}
    lines = table({"Press": rows}, ["tokens of 200"])[2:]
    assert [line.split("|")[2].strip() for line in lines] == ["125", "50"]


def test_each_sign_is_left_out_once_and_the_order_follows() -> None:
    one, other = scored(0, similarity=1.0, figure=0.1), scored(1, figure=1.0)
    found = {name: [s.sentence.number for s in order] for name, order, _ in variants([one, other])}
    assert found[UNCHANGED] == [0, 1]
    assert found["without similarity"] == [1, 0]
    assert {f"without {sign}" for sign in WEIGHTS} < set(found)


def test_gold_sentences_are_looked_for_in_the_evidence(library: Library) -> None:
    quote = "Exporters loaded 40,000 tonnes of wheat."
    gold = ((Passage(article_id="grain.txt", quote=quote),),)
    absent = ((Passage(article_id="talks.txt", quote="The duty on steel rose to 25% in March."),),)
    question = "How many tonnes of wheat were loaded?"
    asked = [
        Question(id="in", question=question, answer="x", evidence_any_of=gold),
        Question(id="out", question=question, answer="x", evidence_any_of=absent),
    ]
    found = selected(asked, library)
    assert found[UNCHANGED]["inside 100"] == {"in": 1.0, "out": 0.0}
    assert found[UNCHANGED]["first"] == {"in": 1.0, "out": 0.0}
    assert 0 < found[UNCHANGED]["tokens of 100"]["in"] <= 100
    assert "inside 100" not in found["without coverage"]
    lines = curve({"Press": found})
    assert [line.split("|")[1].strip() for line in lines[2:]] == [str(b) for b in BUDGETS]


def test_a_question_is_embedded_once() -> None:
    inner = WordEmbedder()
    embedder = Remembering(inner)
    assert inner.query("steel") is not inner.query("steel")
    assert embedder.query("steel") is embedder.query("steel")
    assert embedder.query("wheat").tolist() != embedder.query("steel").tolist()
    assert embedder.fingerprint == inner.fingerprint


def test_an_index_is_cut_anew(library: Library, tmp_path: Path, embedder: WordEmbedder) -> None:
    small = rechunked(library, tmp_path / "small", embedder, 1)
    rows = library.articles()
    assert {row.article_id for row in small.articles()} == {row.article_id for row in rows}
    for row in rows:
        sentences = library.sentences(row.article_id)
        assert [c.text for c in small.chunks_of(row.article_id)] == [s.text for s in sentences]
    (found, *_) = search("tonnes of wheat", small, filters=filters(), top_k=1)
    assert found.article_id == "grain.txt"
    assert small.chunk_count() > library.chunk_count()
