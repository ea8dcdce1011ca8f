from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.questions.dataset import Passage, Question
from eval.scoring.answer_score import Score, declined, normalise, occurs, overlaps, score
from index.errors import UnknownArticle

TALKS = "“We will not accept a quota,” Nordmann said. The duty rose to 25% in March."
TEXTS = {"talks": TALKS, "grain": "“The port is open again,” said Koval."}


def text_of(article_id: str) -> str:
    if article_id not in TEXTS:
        raise UnknownArticle(f"No article {article_id}; see tradewire list.")
    return TEXTS[article_id]


def asked(**fields: Any) -> Question:
    given = {"id": "q", "question": "?", "must_include": (("25%", "25 percent"), ("march",))}
    return Question(**(given | fields))


def answered(text: str, **fields: Any) -> dict[str, Any]:
    return {"status": "answered", "text": text} | fields


def refused() -> dict[str, Any]:
    return {"status": "refused", "text": "The articles do not say."}


def place(article_id: str, words: str, shift: int = 0, **fields: Any) -> dict[str, Any]:
    start = TEXTS[article_id].index(words) + shift
    return {"article_id": article_id, "start": start, "end": start + len(words)} | fields


def cited(article_id: str, quote: str, shift: int = 0) -> dict[str, Any]:
    return place(article_id, quote, shift, quote=quote)


def said(quote: str, speaker: str | None) -> dict[str, Any]:
    return place("talks", quote, text=quote, speaker=speaker)


def worth(answer: dict[str, Any], question: Question | None = None) -> Score:
    return score(question or asked(), answer, text_of)


def test_normalising_follows_the_rule() -> None:
    assert normalise("“It’s”\u00a0 A\n\tTEST") == ' "it\'s" a test '


@given(st.text())
def test_normalising_is_idempotent_but_for_blanks(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == normalise(once.strip())
    assert once.startswith(" ")
    assert once.endswith(" ")


def test_the_outer_blanks_of_an_alternative_count() -> None:
    assert not occurs(" 5%", normalise("It rose to 25%."))
    assert occurs(" 5%", normalise("5% it was"))
    assert occurs("may 1 ", normalise("on May 1"))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("It rose to 25 percent in MARCH [1].", "correct"),
        ("It rose to 25%.", "wrong"),
        ("It rose to 25% in March, and in April to 40%.", "wrong"),
        ("", "wrong"),
    ],
)
def test_every_group_and_no_forbidden_string(text: str, verdict: str) -> None:
    question = asked(must_not_include=("40%",))
    assert worth(answered(text), question).verdict == verdict


def test_what_is_missing_and_forbidden_is_kept() -> None:
    found = worth(answered("In Oslo, 25%."), asked(must_not_include=("oslo",)))
    assert found.missing == (("march",),)
    assert found.forbidden == ("oslo",)


def test_declining_an_answerable_question_is_a_false_refusal() -> None:
    assert worth(refused()).verdict == "false_refusal"


def test_a_failure_is_neither_right_nor_a_refusal() -> None:
    failed = {"status": "failed", "text": "", "error": "The model died."}
    for answerable in (True, False):
        found = worth(failed, asked(answerable=answerable))
        assert (found.verdict, found.declined) == ("failed", False)


def test_an_unanswerable_question_wants_a_refusal_without_the_forbidden_fact() -> None:
    question = asked(answerable=False, must_include=(), must_not_include=("bern",))
    assert worth(refused(), question).verdict == "correct"
    assert worth(answered("Zurich."), question).verdict == "wrong"
    leaky = refused() | {"text": "The articles do not say that it is Bern."}
    assert worth(leaky, question).verdict == "wrong"


def test_a_false_premise_may_be_corrected() -> None:
    question = asked(type="false_premise", answerable=False)
    assert worth(answered("It rose to 25% in March."), question).verdict == "correct"
    assert worth(answered("It fell."), question).verdict == "wrong"
    assert worth(refused(), question).verdict == "correct"


def test_declining_goes_by_the_flag_then_by_phrases() -> None:
    assert not declined(answered("The articles do not say why."))
    assert declined({"text": "Sorry, the passages don’t mention salmon."})
    assert not declined({"text": "The duty rose to 25%."})


def test_citations_must_stand_to_the_letter() -> None:
    answer = answered(
        "",
        citations=[
            cited("talks", "The duty rose to 25% in March."),
            cited("talks", "The duty rose", shift=1),
            {"article_id": "gone", "start": 0, "end": 3, "quote": "The"},
            {"article_id": "talks", "start": -5, "end": None, "quote": "x"},
            {"article_id": "talks", "start": 3, "end": 3, "quote": ""},
        ],
    )
    assert worth(answer).citations == (True, False, False, False, False)


def test_marked_text_must_stand_in_a_cited_article() -> None:
    answer = answered(
        'Nordmann said: "we will not accept a quota." [1] “The port is open again,” too, '
        "and “we will accept it”.",
        citations=[cited("talks", "We will not accept a quota")],
    )
    assert worth(answer).quotes == (True, False, False)


def test_a_marker_inside_the_marks_does_not_count() -> None:
    answer = answered(
        "“We will not accept [1] a quota [1]”",
        citations=[cited("talks", "We will not accept a quota")],
    )
    assert worth(answer).quotes == (True,)


def test_listed_quotes_must_stand_where_they_say() -> None:
    quote = "We will not accept a quota"
    shifted = place("talks", quote, 1, text=quote, speaker=None)
    answer = answered("", quotes=[said(quote, None), shifted])
    assert worth(answer).quotes == (True, False)


def test_a_refusal_may_name_the_readers_words() -> None:
    answer = refused() | {"text": "The articles do not mention “salmon peace”."}
    assert worth(answer).quotes == ()


@pytest.mark.parametrize(
    ("shown", "spoken", "same"),
    [
        ("We will not accept a quota", "we will not accept a quota, ever", True),
        ("in principle", "agreed, in principle, to a framework", True),
        ("reached a framework to talk", "they have reached a framework for wheat and salmon", True),
        (
            "The two sides have reached a framework for the consensus",
            "We have reached a framework to implement the plan at once",
            False,
        ),
        ("", "we will", False),
        ("open", "closed", False),
    ],
)
def test_overlap_wants_half_of_the_shorter_text(shown: str, spoken: str, same: bool) -> None:
    assert overlaps(shown, spoken) is same
    assert overlaps(spoken, shown) is same


@given(st.text(alphabet="ab ", min_size=1))
def test_a_text_with_words_overlaps_itself(text: str) -> None:
    assert overlaps(text, text) is bool(text.strip())


def test_the_quotation_goes_with_its_speaker() -> None:
    words = "We will not accept a quota"
    question = asked(type="quote", speaker="Kari Nordmann", spoken=words)
    assert worth(answered("", quotes=[said(words, "Kari Nordmann")]), question).speaker is True
    assert worth(answered("", quotes=[said(words, "Peter Stone")]), question).speaker is False
    assert worth(answered("", quotes=[said(words, None)]), question).speaker is False
    assert worth(answered("", quotes=[]), question).speaker is False
    other = said("The duty rose to 25% in March.", "Kari Nordmann")
    assert worth(answered("", quotes=[other]), question).speaker is False


def test_speaker_is_undefined_where_nobody_is_asked_for() -> None:
    words = "We will not accept a quota"
    quoting = answered("", quotes=[said(words, "Kari Nordmann")])
    assert worth(quoting, asked(type="quote", speaker="Kari Nordmann")).speaker is None
    assert worth(quoting, asked(type="fact", speaker="K", spoken=words)).speaker is None
    question = asked(type="quote", speaker="Kari Nordmann", spoken=words)
    assert worth(refused(), question).speaker is None
    assert worth({"status": "failed", "text": ""}, question).speaker is None


def test_gold_is_one_article_or_one_whole_set() -> None:
    a, b = Passage(article_id="a", quote=""), Passage(article_id="b", quote="")
    found = answered("", retrieved=[{"article_id": "a"}, {"article_id": "c"}])
    assert worth(found, asked()).retrieved is None
    assert worth(found, asked(evidence=(a, b))).retrieved is True
    assert worth(found, asked(evidence=(b,))).retrieved is False
    assert worth(found, asked(evidence=(a, b), evidence_any_of=((a, b),))).retrieved is False
    assert worth(found, asked(evidence_any_of=((a, b), (a,)))).retrieved is True


def test_an_answer_of_another_system_needs_only_text() -> None:
    found = worth({"text": "25% in March"})
    assert (found.verdict, found.citations, found.quotes) == ("correct", (), ())
