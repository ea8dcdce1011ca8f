from __future__ import annotations

from tests.unit.rag.conftest import Ask

PRESS = [
    {"id": "one", "title": "Tin", "date": "2019-06-01",
     "text": "Minister Ann Ek opposes the tin quota. “Miners will go first,” Ek said.\n\n"
     "The weather was fine that week.\n\nThe ferries run again. “They are old,” Ek said."},
    {"id": "two", "title": "More tin", "date": "2019-07-01",
     "text": "Guild head Lars Moe likes the tin quota. “Smelters need it,” Moe said."},
]  # fmt: skip


def test_who_is_quoted_on_a_subject_is_everybody_once_with_his_own_words(ask: Ask) -> None:
    text = ask("Who is quoted on the tin quota?").text
    assert text.startswith("2 speakers are quoted on “the tin quota”: ")
    assert "Ann Ek (1 quote): “Miners will go first”" in text
    assert "Lars Moe (1 quote): “Smelters need it”" in text
    assert "They are old" not in text


def test_what_was_told_is_not_told_again(ask: Ask) -> None:
    question = "What did Ann Ek say about the ferries?"
    first = ask(question)
    assert "They are old" in first.text
    history = [
        {"role": "user", "content": question},
        {"role": "assistant", "content": first.text},
    ]
    more = ask({"question": "What else did she say?", "history": history})  # type: ignore[arg-type]
    assert "Miners will go first" in more.text
    assert "They are old" not in more.text
