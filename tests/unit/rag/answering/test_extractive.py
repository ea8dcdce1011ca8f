from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from index.types import Sentence
from rag.answering.extractive import best_sentences
from rag.chain import AnswerChain
from rag.evidence.select import Scored
from rag.request import Asked
from rag.settings import Settings
from tests.helpers.files import library_of
from tests.helpers.reading import READER

MILL = (
    "A fire destroyed two crushers of the Tromsdal cement mill near Levanger on Tuesday. "
    "The mill employs 340 people. "
    "Nobody was hurt."
)


def _answered(tmp_path: Path, question: str, title: str = "Fire at a mill") -> str:
    tmp_path.mkdir(exist_ok=True)
    library = library_of(tmp_path, [{"id": "mill", "title": title, "text": MILL}])
    return AnswerChain(library, Settings(index=library.folder), reader=READER).invoke(question).text


def test_what_was_asked_for_stands_before_what_it_is_about(tmp_path: Path) -> None:
    library = library_of(tmp_path, [{"id": "mill", "title": "Fire at a mill", "text": MILL}])
    lead, employs, _ = library.sentences("mill")
    scored = [_scored(employs, 5.0), _scored(lead, 4.9)]
    chain = AnswerChain(library, Settings(index=library.folder))
    found = chain.found(Asked(question="How many people does the mill employ?"))
    found = replace(found, weights={"peopl": 0.2, "mill": 0.2, "emploi": 0.6})
    shown = best_sentences(found, scored)
    assert [checked.text for checked in shown] == [employs.text, lead.text]
    listed = best_sentences(replace(found, query=replace(found.query, kind="list")), scored)
    assert [checked.text for checked in listed] == [lead.text, employs.text]


def _scored(sentence: Sentence, score: float) -> Scored:
    return Scored(
        sentence=sentence,
        chunk_id="mill:0",
        similarity=0.5,
        coverage=0.5,
        spoken=False,
        signs={},
        score=score,
    )


def test_what_only_a_headline_names_is_named(tmp_path: Path) -> None:
    asked = "Who was hurt at the Norwegian mill?"
    assert "do not mention" in _answered(tmp_path / "one", asked)
    assert "do not mention" not in _answered(tmp_path / "two", asked, "Fire at a mill in Norway")
