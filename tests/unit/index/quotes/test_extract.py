from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quotes.extract import extract_quotes
from index.types import Quote
from tests.conftest import SEED


def direct(text: str) -> list[Quote]:
    return [q for q in extract_quotes(text) if q.kind == "direct"]


def reported(text: str) -> list[Quote]:
    return [q for q in extract_quotes(text) if q.kind == "reported"]


def test_the_shipped_article() -> None:
    said = {q.text: (q.speaker, q.role) for q in direct(SEED.read_text(encoding="utf-8"))}
    lutnick = ("Howard Lutnick", "US Commerce Secretary")
    assert said["We have reached a framework to implement the Geneva consensus,"] == lutnick
    assert said["Once the presidents approve it, we will then seek to implement it."] == lutnick
    assert said["in principle"] == lutnick
    assert said["very good talk."][0] == "Donald Trump"
    li = next(v for k, v in said.items() if k.startswith("The two sides have"))
    assert li == ("Li Chenggang", "Chinese Vice Commerce Minister")


def test_the_shipped_articles_reports() -> None:
    speakers = [q.speaker for q in reported(SEED.read_text(encoding="utf-8"))]
    for name in ("Washington", "China", "Jamieson Greer", "Donald Trump", "Howard Lutnick"):
        assert name in speakers


def test_an_interrupted_quotation_is_one_group() -> None:
    parts = direct(
        "“We have a deal on steel now,” Trade Minister Kari Nordmann said. “It will hold.”"
    )
    assert [q.text for q in parts] == ["We have a deal on steel now,", "It will hold."]
    assert {q.group for q in parts} == {parts[0].group}
    assert {q.speaker for q in parts} == {"Kari Nordmann"}


@pytest.mark.parametrize(
    "text",
    [
        "“The port is open to all ships,” said Olena Koval.",
        '"The port is open to all ships," said Olena Koval.',
        "„The port is open to all ships“, said Olena Koval.",
        "«The port is open to all ships», said Olena Koval.",
        "Olena Koval said: “The port is open to all ships.”",
        "Olena Koval spoke. “The port is open to all ships,” she told reporters.",
        "According to Olena Koval, “the port is open to all ships.”",
    ],
)
def test_marks_of_every_shape_and_cues_on_either_side(text: str) -> None:
    (quote,) = direct(text)
    assert "port is open to all ships" in quote.text
    assert quote.speaker == "Olena Koval"
    assert text[quote.start : quote.end] == quote.text


def test_a_spokesman_is_not_the_principal() -> None:
    (quote,) = direct("“No deal is planned for this year,” a spokesman for Howard Lutnick said.")
    assert quote.speaker == "a spokesman for Howard Lutnick"


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “quiet quota” ended in May.",
        'He measured 6\' 2" and the pipe 12" across.',
        "The workers’ unions don’t agree with the farmers’ unions.",
    ],
)
def test_scare_quotes_inches_and_apostrophes_are_nobodys_words(text: str) -> None:
    assert direct(text) == []


def test_a_speaker_who_is_not_named_is_none() -> None:
    assert [q.speaker for q in direct("“The world will have to wait and see,” it was heard.")] == [
        None
    ]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("“We have a deal,” Kari Nordmann said.", "We have a deal,", "Kari Nordmann"),
        ("“The end is near,” Peter Stone thundered.", "The end is near,", "Peter Stone"),
        ("“Is it over?” Amy Barrett asked the lawyer.", "Is it over?", "Amy Barrett"),
        ("“It is done now.” Hua Chunying added.", "It is done now.", "Hua Chunying"),
        ("“The talks go on,” another friend, Mariam Emara, told CNN.", "The talks go on,", "Mariam Emara"),
        ("German Chancellor Friedrich Merz: “We act.”", "We act.", "Friedrich Merz"),
        ("“We have had enough of this.” — Kari Nordmann", "We have had enough of this.", "Kari Nordmann"),
        ("“We have had enough of this.”\n\n― Kari Nordmann", "We have had enough of this.", "Kari Nordmann"),
        ("Kari Nordmann said:\n\n“We have had enough of this.”", "We have had enough of this.", "Kari Nordmann"),
        ("Peter Stone was called “a fool” by Kari Nordmann.", "a fool", "Kari Nordmann"),
        ("Rubio, whom Donald Trump called “a lightweight,” said so.", "a lightweight,", "Donald Trump"),
        ("\"It will work out now,'' Kari Nordmann said.", "It will work out now,", "Kari Nordmann"),
        ("“Zilch,” Neal Katyal said.", "Zilch,", "Neal Katyal"),
        ("“No talks,” the Ministry of Commerce said.", "No talks,", "Ministry of Commerce"),
        ("“Demand is strong,” according to a report by the World Bank.", "Demand is strong,",
         "a report by the World Bank"),
        ("Secretary of State Marco Rubio said “it will hold.”", "it will hold.", "Marco Rubio"),
        ("He Lifeng said “it will hold.”", "it will hold.", "He Lifeng"),
        ("Theresa May said “it will hold.”", "it will hold.", "Theresa May"),
    ],
)  # fmt: skip
def test_who_said_it(text: str, words: str, speaker: str) -> None:
    (quote,) = direct(text)
    assert (quote.text, quote.speaker) == (words, speaker)
    assert quote.rule


def test_several_speakers_in_one_paragraph() -> None:
    text = (
        "“I am tired,” Ann Smith told Bob Jones. “You lie,” Jones told Smith. “Always,” he added."
    )
    assert [(q.text, q.speaker) for q in direct(text)] == [
        ("I am tired,", "Ann Smith"), ("You lie,", "Bob Jones"), ("Always,", "Bob Jones"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Donald Trump is a “very dangerous con man” in the eyes of many.",
        "The film “Gone with the Wind” opened in 1939.",
        "Her show “The Apprentice” was praised by Donald Trump.",
    ],
)
def test_what_others_call_somebody_is_not_his_own_words(text: str) -> None:
    assert direct(text) == []


def test_paragraphs_that_only_open_are_one_quotation() -> None:
    text = "“We agree on steel,” Kari Nordmann said. “It is hard.\n\n“But it will hold.”"
    quotes = direct(text)
    assert [q.text for q in quotes] == ["We agree on steel,", "It is hard.", "But it will hold."]
    assert [q.speaker for q in quotes] == ["Kari Nordmann"] * 3
    assert len({q.group for q in quotes}) == 1


def test_words_within_words_keep_their_own_speaker() -> None:
    text = "“When Ann Smith said, ‘You are all fired,’ we left,” said Olena Koval."
    assert {(q.text, q.speaker) for q in direct(text)} == {
        ("When Ann Smith said, ‘You are all fired,’ we left,", "Olena Koval"),
        ("You are all fired,", "Ann Smith"),
    }


def test_full_name_and_office_come_from_elsewhere_in_the_article() -> None:
    text = "Mexican President Enrique Pena Nieto spoke.\n\n“Canada must join,” Pena Nieto said."
    (quote,) = direct(text)
    assert (quote.speaker, quote.role) == ("Enrique Pena Nieto", "Mexican President")


@given(st.text(alphabet="“”\"'‘’«»„ aA.,\nsaid LiTrump:", max_size=300))
def test_spans_hold_whatever_the_text(text: str) -> None:
    for quote in extract_quotes(text):
        assert text[quote.start : quote.end] == quote.text


def test_words_between_doubled_apostrophes_are_found() -> None:
    text = "''We are not afraid of it,'' spokesman Gao Feng said. The 6'' pipe and 5''10 rods stay."
    assert [(q.text, q.kind, q.speaker) for q in extract_quotes(text)] == [
        ("We are not afraid of it,", "direct", "Gao Feng")
    ]


def test_words_inside_a_story_in_the_first_person_are_kept_with_their_speaker() -> None:
    quotes = extract_quotes("“When my boss said, ‘You are fired,’ I laughed,” said Li Wei.")
    assert [(q.text, q.speaker) for q in quotes] == [
        ("When my boss said, ‘You are fired,’ I laughed,", "Li Wei"),
        ("You are fired,", "my boss"),
    ]


def test_a_heading_in_marks_is_not_said_by_who_spoke_before_it() -> None:
    text = (
        "Trade Minister Kari Nordmann said on Monday that the port stays open.\n\n"
        "‘Never again will we pay this duty’\n\n"
        "“Never again will we pay this duty,” said Luis Prado, a grower."
    )
    heading, said = direct(text)
    assert (heading.speaker, said.speaker) == (None, "Luis Prado")
    whole = text.replace("this duty’\n", "this duty.’\n")
    assert direct(whole)[0].speaker == "Kari Nordmann"


def test_a_curly_mark_is_not_closed_by_a_straight_apostrophe() -> None:
    text = "‘It wasn't the growers' fault, nor the packers',’ said Ann Lund."
    assert [q.text for q in extract_quotes(text)] == [
        "It wasn't the growers' fault, nor the packers',"
    ]


def test_a_paragraph_that_stays_open_is_of_who_is_named_behind_the_next() -> None:
    text = (
        "“We sowed in May. It rained in June.\n\n“We reap what is left,” said Ann Lund, a grower."
    )
    assert [(q.speaker, q.text.split()[1]) for q in extract_quotes(text)] == [
        ("Ann Lund", "sowed"),
        ("Ann Lund", "reap"),
    ]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ('"We sold it," said Tang Wei.\n\n"And we sold it well, he added with a laugh. Buyers left.\n\n"We go," Tang said.',
         "And we sold it well,", "Tang Wei"),
        ('“The mill is shut, she said on Monday. Workers left.\n\n“Nobody told us,” Ann Lee said.', "The mill is shut,",
         "Ann Lee"),
        ("Ann Lee runs it.\n\n“The river froze, she said with a shrug.\n\n“We waited.”", "The river froze,", "Ann Lee"),
        ("Tom Reed runs it.\n\n“Nobody came, he told this paper. The mill has 40 men.\n\n“We waited.”", "Nobody came,",
         "Tom Reed"),
    ],
)  # fmt: skip
def test_marks_that_never_close_hold_no_attribution(text: str, words: str, speaker: str) -> None:
    (quote,) = [q for q in extract_quotes(text) if q.text.startswith(words[:9])]
    assert (quote.text, quote.speaker) == (words, speaker)


def test_who_tells_of_himself_in_words_that_run_on_is_not_cut() -> None:
    told = "My father had a rule, he said it daily. I never forgot it."
    text = f"Tom Reed runs it.\n\n“{told}\n\n“We sold it in May,” Reed said."
    assert told in [q.text for q in extract_quotes(text)]
