from __future__ import annotations

from rag.question.follow_up.standalone import standalone, told
from rag.types import Turn


def talk(*contents: str) -> list[Turn]:
    roles = ("user", "assistant")
    return [Turn(role=roles[i % 2], content=text) for i, text in enumerate(contents)]  # type: ignore[arg-type]


def test_without_a_history_a_question_stays_as_it_is() -> None:
    assert standalone("and what did he say?", []) == "and what did he say?"


def test_he_is_the_person_asked_about_last() -> None:
    history = talk("What did Howard Lutnick say about Geneva?", "Howard Lutnick said: “…” [1]")
    assert "Howard Lutnick" in standalone("And what did he say about chips?", history)


def test_the_last_turns_count_however_long_the_talk_was() -> None:
    before = talk(*["Tell me more, and who said it?", "Word. [1] " * 2_000] * 50)
    last = talk("What did Howard Lutnick say about Geneva?", "Howard Lutnick said: “…” [1]")
    whole = [*before, *last]
    assert standalone("And he?", whole) == standalone("And he?", last)
    assert told("What else did he say?", whole).count("Word.") < 2_000 * 8


def test_why_borrows_the_question_before() -> None:
    history = talk("Did China restrict magnets?", "China restricted magnets [1]")
    alone = standalone("Why?", history)
    assert "magnets" in alone
    assert "China" in alone


def test_a_word_that_only_asks_takes_the_place_of_the_one_before() -> None:
    said = talk("What did Elsa Hedman say about the beacon tax?", "Elsa Hedman said: “…” [1]")
    assert standalone("When?", said) == "When did Elsa Hedman say about the beacon tax?"
    lifted = talk("Did Oslo lift the duty on peas?", "Yes: Oslo lifted it [1]")
    assert standalone("And since when?", lifted) == "since when did Oslo lift the duty on peas?"


def test_a_time_by_itself_is_added_and_stands_for_no_thing() -> None:
    history = talk(
        "How much wheat did Odesa load on the day of opening?", "It loaded 40,000 tonnes [1]"
    )
    alone = standalone("And the year before?", history)
    assert alone == "How much wheat did Odesa load on the day of opening the year before?"


def test_a_new_topic_drags_nothing_along() -> None:
    history = talk("What did Howard Lutnick say?", "Howard Lutnick said: “…” [1]")
    question = "How much wheat was loaded in the port of Odesa on Friday?"
    assert standalone(question, history) == question


def test_a_new_subject_takes_the_place_of_the_old_one() -> None:
    history = talk("What did Howard Lutnick say about wheat?", "Howard Lutnick said: “…” [1]")
    alone = standalone("And what did he say about magnets?", history)
    assert alone == "And what did Howard Lutnick say about magnets?"
    assert "wheat" not in standalone("And about magnets?", history)
    assert "wheat" in standalone("What did he say about it?", history)


def test_a_new_time_takes_the_place_of_the_old_one() -> None:
    history = talk("How many tons of nickel did Norway ship in 2014?", "It shipped 900 tons [1]")
    alone = standalone("And in 2022?", history)
    assert "nickel" in alone
    assert "2014" not in alone


def test_a_question_without_a_subject_borrows_one() -> None:
    history = talk("How high is the duty on walnuts?", "It is 12 percent [1]")
    assert "walnuts" in standalone("Until when?", history)


def test_another_sides_question_leaves_the_owner_behind() -> None:
    history = talk("How high are Kari Nordmann's ratings?", "They are at 61 percent [1]")
    assert "Nordmann" not in standalone("And the Greens?", history)


def test_a_refusal_lends_its_question_and_never_its_words() -> None:
    history = talk(
        "What did Ann Moe say about cod?", "They do not mention it. Nearest: “Nordic Tides”."
    )
    assert standalone("Why?", history) == "Why did Ann Moe say about cod?"
    assert "Nordic" not in standalone("Where is it?", history)


def test_another_person_takes_the_place_of_the_one_who_spoke() -> None:
    history = talk("What did Scholz say about walnuts?", "Scholz said: “…” [1]")
    assert standalone("And Merz?", history) == "What did Merz say about walnuts?"
    assert standalone("What about magnets?", history) == "What did Scholz say about magnets?"


def test_the_base_question_stays_through_short_ones() -> None:
    history = talk(
        "What did Scholz say about walnuts?", "Scholz said: “…” [1]", "Why?", "Because [1]"
    )
    assert standalone("And Merz?", history) == "What did Merz say about walnuts?"
    assert standalone("Are you sure?", history) == "Why did Scholz say about walnuts?"


def test_it_and_they_are_what_was_asked_about() -> None:
    history = talk("How high is the duty on zinc?", "It is 4 percent [1]")
    assert standalone("Who set it?", history) == "Who set duty?"
    history = talk("What do energy drinks cost?", "Two crowns [1]")
    assert standalone("Who sells them?", history) == "Who sells energy drinks?"
    # What the question itself names is meant by its own pronoun, and "it" may mean nothing.
    assert (
        standalone("What is zinc and why is it dear?", history)
        == "What is zinc and why is it dear?"
    )
    assert standalone("Is it true that Oslo pays?", history) == "Is it true that Oslo pays?"


def test_she_is_a_woman_and_he_is_a_man() -> None:
    history = talk(
        "What did Howard Lutnick say?", "Howard said [1]", "What did Maria Gomez say?", "She [1]"
    )
    assert standalone("Who is he?", history) == "Who is Howard Lutnick?"
    assert standalone("Who is she?", history) == "Who is Maria Gomez?"


def test_thanks_between_two_questions_are_none() -> None:
    history = talk("How high is the duty on zinc?", "4 percent [1]", "Thanks!", "You are welcome.")
    assert standalone("Since when?", history) == "Since when is the duty on zinc?"


def test_how_many_counts_what_was_listed() -> None:
    history = talk("Which articles mention kelp?", "One [1]")
    assert standalone("How many?", history) == "How many articles mention kelp?"


def test_what_was_told_matters_only_where_more_is_asked_for() -> None:
    history = talk("What did Scholz say?", "He said: “Yes” [1]", "And Merz?", "Nothing is there.")
    assert told("What else did he say?", history) == "He said: “Yes” [1]"
    assert told("What did he say?", history) == ""


def test_an_answer_by_somebody_else_needs_no_citations() -> None:
    history = talk("Who leads the guild of bakers?", "Since May it has been Ole Dahl.")
    assert standalone("What did he say?", history) == "What did Ole Dahl say?"
    history = talk(
        "Who leads the guild of bakers?", "The articles do not say. Nearest: “Ole Dahl”."
    )
    assert "Dahl" not in standalone("What did he say?", history)


def test_what_points_back_brings_along_what_it_points_to() -> None:
    history = talk("Why did the Narva mill go to court?", "It sued over the flour levy [1]")
    assert "Narva" in standalone("Which other firms had done so?", history)
    # A new subject is no longer about the mill.
    assert standalone("What did Ann Berg say that Oslo pays?", history) == (
        "What did Ann Berg say that Oslo pays?"
    )


def test_years_later_are_counted_from_the_year_asked_about() -> None:
    history = talk("How much sugar did Peru ship in 2011?", "Nine tonnes [1]")
    assert standalone("And two years later?", history) == "How much sugar did Peru ship in 2013?"
    assert standalone("and a year earlier?", history) == "How much sugar did Peru ship in 2010?"


def test_a_country_takes_the_place_of_a_country_and_a_time_of_a_time_alone() -> None:
    history = talk("How much does New Elm sell to Canada each year?", "8.8 billion dollars [1]")
    assert (
        standalone("What about China?", history) == "How much does New Elm sell to China each year?"
    )
    history = talk(
        "Was Hall & Co going to charge more because of tariffs in May 2025?", "No. It was not [1]"
    )
    alone = standalone("and the grocers?", history)
    assert {"grocers", "charge", "tariffs", "2025"} <= set(
        alone.replace("?", "").replace(")", "").split()
    )


def test_that_alone_stands_for_all_that_was_said() -> None:
    history = talk(
        "What did Ann Moe say levies would cost a family?", "Yes. She put it at 90 krone [1]"
    )
    alone = standalone("How was that received?", history)
    assert alone.startswith("How was that received? (")
    assert {"levies", "family"} <= set(alone.strip("?)").split())


def test_an_answer_that_begins_with_yes_or_no_names_nobody_by_it() -> None:
    history = talk("Did Oslo drop the levy?", "No. Bergen dropped it first.")
    assert "No." not in standalone("What made him back off?", history)


def test_a_month_takes_the_place_of_a_month_of_the_same_year() -> None:
    history = talk("What did the bank do with rates in June 2025?", "It left them alone [1]")
    assert (
        standalone("And in September?", history)
        == "What did the bank do with rates in September 2025?"
    )
