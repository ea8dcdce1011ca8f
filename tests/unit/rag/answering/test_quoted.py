from __future__ import annotations

from pathlib import Path

from rag.chain import AnswerChain
from rag.settings import Settings
from tests.helpers.files import library_of

LONG = " ".join(f"Steel mill {n} will close for good and its workers go home." for n in range(12))
SPEECH = (
    f"“{LONG}” said Norwegian Trade Minister Kari Nordmann in Oslo.\n\n"
    "“Bananas, though, are safe with us,” she added."
)


def test_of_a_long_speech_the_part_that_was_asked_for_is_shown(tmp_path: Path) -> None:
    library = library_of(tmp_path, [{"id": "oslo", "title": "Speech", "text": SPEECH}])
    chain = AnswerChain(library, Settings(index=library.folder))
    answer = chain.invoke("What did Kari Nordmann say about bananas?")
    assert "“Bananas, though, are safe with us” " in f"{answer.text.split('[')[0]} "
    assert len(answer.text.split()) <= 120
    assert {q.speaker for q in answer.quotes} == {"Kari Nordmann"}
