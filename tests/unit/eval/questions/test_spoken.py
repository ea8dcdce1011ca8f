from __future__ import annotations

from eval.questions.dataset import Passage, Question
from eval.questions.spoken import heard
from index.quotes.extract import extract_quotes

TEXT = "“We will not accept a quota,” Kari Nordmann said. “The port is open,” said Olena Koval.\n"


def asked(spoken: str | None, speaker: str) -> Question:
    passage = Passage(article_id="a", quote="")
    return Question(id="1", question="?", evidence=(passage,), speaker=speaker, spoken=spoken)


def test_words_are_heard_with_their_speaker() -> None:
    questions = [
        asked("We will not accept a quota", "Kari Nordmann"),
        asked("The port is open", "Kari Nordmann"),
        asked("Nobody said these words", "Kari Nordmann"),
        asked(None, "Kari Nordmann"),
    ]
    results = heard(questions, {"a": TEXT}, extract_quotes)
    assert [h.speakers for h in results] == [("Kari Nordmann",), ("Olena Koval",), ()]
    assert [h.right for h in results] == [True, False, False]
    assert [h.wrong for h in results] == [False, True, False]
