from __future__ import annotations

import pytest

from index.grammar.marks import marked, within


def words(text: str) -> list[str]:
    return [text[m.start : m.end] for m in marked(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We agree,” he said.", ["We agree,"]),
        ('"We agree," he said.', ["We agree,"]),
        ("„We agree“, he said.", ["We agree"]),
        ("«We agree», he said.", ["We agree"]),
        ("»We agree«, he said.", ["We agree"]),
        ("‘We agree,’ he said.", ["We agree,"]),
        ("'We agree,' he said.", ["We agree,"]),
        ("``We agree,'' he said.", ["We agree,"]),
        ("\"We agree,'' he said.", ["We agree,"]),
        ("“We agree,\" he said. \"You too,” she said.", ["We agree,", "You too,"]),
        ("“They said ‘no’ to us,” he said.", ["They said ‘no’ to us,"]),
        ("“The “hard” way,” he said.", ["The “hard” way,"]),
    ],
)  # fmt: skip
def test_marks_of_every_shape_also_mixed(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The workers’ unions don’t agree with the farmers’ unions.",
        "It was the '90s, rock 'n' roll time.",
        'He is 6\' 2" tall and the pipe 12" across.',
        "A lone “ mark means nothing here.",
        "A lone ” mark means nothing.",
        "",
    ],
)
def test_apostrophes_inches_and_lone_marks_quote_nothing(text: str) -> None:
    assert words(text) == []


def test_an_apostrophe_does_not_close_single_marks() -> None:
    assert words("‘The workers’ union is strong,’ he said.") == ["The workers’ union is strong,"]


def test_a_mark_that_was_never_closed_does_not_swallow_the_next_quotation() -> None:
    assert words('"We agree, he said. "You too," she said.') == ["You too,"]


def test_paragraphs_that_only_open_run_to_their_ends() -> None:
    text = "“We agree on steel.\n\n“We agree on salmon,” he said."
    first, second = marked(text)
    assert (text[first.start : first.end], first.closed) == ("We agree on steel.", False)
    assert (text[second.start : second.end], second.closed) == ("We agree on salmon,", True)


def test_a_paragraph_that_a_single_mark_opens_runs_on_over_apostrophes_and_nested_words() -> None:
    text = "‘The skippers’ sons left. “Sell,” a bank said.\n\n‘Three of us stay,’ he said."
    first, second = marked(text)
    assert (text[first.start : first.end], first.closed) == (
        "The skippers’ sons left. “Sell,” a bank said.",
        False,
    )
    assert (text[second.start : second.end], second.closed) == ("Three of us stay,", True)


def test_single_marks_inside_a_quotation_are_found_in_its_words() -> None:
    text = "When she said, ‘You are fired,’ I laughed."
    assert [text[m.start : m.end] for m in within(text, 0, len(text))] == ["You are fired,"]
