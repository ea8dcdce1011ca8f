from __future__ import annotations

import pytest

from index.quotes.extract import extract_quotes

Row = tuple[str | None, str, str]


def rows(text: str) -> list[Row]:
    return [(q.speaker, q.stance, q.text) for q in extract_quotes(text)]


def test_labels_in_capitals_speak_and_directions_do_not() -> None:
    text = (
        "[00:01:02] HOST: Welcome back.\n[00:01:09] JEAN MOREL (via interpreter): The wine is late.\n"
        "GRAPHIC: Wine exports\n[00:01:20] HOST: Why is it late?\n[00:01:22] MOREL: Ask the port."
    )
    assert rows(text) == [
        ("Host", "said", "Welcome back."),
        ("Jean Morel", "said", "The wine is late."),
        ("Host", "asked", "Why is it late?"),
        ("Jean Morel", "said", "Ask the port."),
    ]


def test_a_turn_goes_on_to_the_next_label() -> None:
    text = "MR. HOLLAND: The bill is simple.\n\n(Applause)\n\nIt is short.\n\nMS. VANCE: Thank you."
    assert rows(text) == [
        ("Holland", "said", "The bill is simple."),
        ("Holland", "said", "It is short."),
        ("Vance", "said", "Thank you."),
    ]


def test_after_two_of_a_surname_it_names_neither() -> None:
    text = (
        "REP. NORA FALK (R-ME): We fish.\n\nPETER FALK, GOVERNOR OF MAINE: We sail.\n\n"
        "HOST: And then?\n\nFALK: We eat."
    )
    found = {q.text: (q.speaker, q.role) for q in extract_quotes(text)}
    assert found["We fish."][0] == "Nora Falk"
    assert found["We sail."] == ("Peter Falk", "Governor of Maine")
    assert found["We eat."][0] == "Falk"


def test_an_interview_keeps_its_questions_apart() -> None:
    text = "Marta Ruiz leads the miners. She spoke to us.\n\nQ: Is it over?\n\nA: No, it is not.\n"
    assert rows(text) == [(None, "asked", "Is it over?"), ("Marta Ruiz", "said", "No, it is not.")]


def test_two_names_that_take_turns() -> None:
    text = (
        "Jana Kral builds looms.\n\nTrade Week: Tell us about tariffs.\n\nKral: They hurt us.\n\n"
        "Trade Week: And taxes?\n\nKral: Less."
    )
    assert [row for row in rows(text) if row[1] == "said"] == [
        ("Jana Kral", "said", "They hurt us."),
        ("Jana Kral", "said", "Less."),
    ]


def test_titles_offices_and_articles_do_not_hide_whose_turn_it_is() -> None:
    text = (
        "Place: Room 2, Suva.\n\nThe CHAIR (Ms. Litia Vuki): We begin.\n\nMr. Anil Prasad (Growers): We cut cane.\n\n"
        "Dame Jane Tui: It costs nine.\n\n[Laughter]\n\nThe CHAIR: Order.\n\nMr. Prasad: It pays ten.\n\n"
        "Closed: 9 pm."
    )
    assert rows(text) == [
        ("Chair", "said", "We begin."),
        ("Anil Prasad", "said", "We cut cane."),
        ("Jane Tui", "said", "It costs nine."),
        ("Chair", "said", "Order."),
        ("Anil Prasad", "said", "It pays ten."),
    ]


def test_initials_are_those_who_were_named() -> None:
    text = "Katya Orlova (KO) grows it; Ian Bell asked.\n\nIB: Is it dear?\n\nKO: It is.\n\nIB: Why?\n\nKO: Rain."
    assert rows(text) == [
        ("Ian Bell", "asked", "Is it dear?"),
        ("Katya Orlova", "said", "It is."),
        ("Ian Bell", "asked", "Why?"),
        ("Katya Orlova", "said", "Rain."),
    ]


def test_letters_with_a_stop_ask_and_answer() -> None:
    text = "A talk with Henrik Aas, who builds ferries.\n\nQ. Do they pay?\n\nA. They do, in time."
    assert rows(text) == [
        (None, "asked", "Do they pay?"),
        ("Henrik Aas", "said", "They do, in time."),
    ]


def test_a_table_of_names_and_figures_is_no_talk() -> None:
    assert (
        rows("Votes so far.\n\nIda Moe: 1,769.\n\nBo Dahl: 1,501.\n\nIda Moe: 12.\n\nBo Dahl: 9.")
        == []
    )


def test_headings_with_a_colon_are_nobody() -> None:
    text = "Note: prices are in euros.\nSource: port data\nUpdate: the ship has sailed at last."
    assert rows(text) == []


def test_a_list_by_towns_is_no_talk() -> None:
    towns = ["Rapid City", "Salem", "Cave City", "San Remo", "Dover", "Mason City", "Ada Point"]
    assert (
        rows("\n\n".join(f"{town}: The bridge has opened to lorries again." for town in towns))
        == []
    )


def test_a_claim_of_somebody_that_is_looked_into_is_no_talk() -> None:
    claims = [f"{who} claim: The wall was built in a year" for who in ("Ann Lee", "Bo Dahl")] * 3
    assert rows("\n\n".join(f"{claim}\n\nIt was not. -Ida Moe" for claim in claims)) == []


def test_what_was_heard_behind_a_turn_is_none_of_its_words() -> None:
    text = (
        "MR. HOLLAND: The bill is short. (Laughter.)\n\nMS. VANCE: (inaudible)\n\n"
        "MR. HOLLAND: We pay more (than most).\n\nMS. VANCE: Not yet [applause]"
    )
    assert rows(text) == [
        ("Holland", "said", "The bill is short."),
        ("Holland", "said", "We pay more (than most)."),
        ("Vance", "said", "Not yet [applause]"),
    ]


@pytest.mark.parametrize("asker", ["PBW", "TW", "EDITOR"])
def test_who_asks_under_capitals_does_not_swallow_the_answers(asker: str) -> None:
    text = (
        "Ida Moe runs the mill. The Weekly spoke with her.\n\n"
        f"{asker}: Will flour get dearer?\n\nMoe: By a tenth, I should think.\n\n"
        f"{asker}: Some want to leave over this.\n\nMoe: Eleven have left.\n\n"
        f"{asker}: Would you stand again?\n\nMoe: My husband says no."
    )
    said = [q.text for q in extract_quotes(text) if q.speaker == "Ida Moe"]
    assert said == ["By a tenth, I should think.", "Eleven have left.", "My husband says no."]


def test_beside_labels_in_capitals_a_headline_is_no_label() -> None:
    text = (
        "Gov Moe: Keller is “trying it on”\n\nGovernor Ida Moe (R) spoke on Sunday. Transcript:\n\n"
        "TAPPER: Do you agree?\n\nMOE: I do not.\n\nTAPPER: Why?\n\nMOE: He fibs."
    )
    said = [q.text for q in extract_quotes(text) if q.rule == "labelled as the speaker"]
    assert said == ["Do you agree?", "I do not.", "Why?", "He fibs."]
