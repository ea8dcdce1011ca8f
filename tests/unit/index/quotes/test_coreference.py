from __future__ import annotations

import pytest

from index.quotes.extract import extract_quotes


def test_who_was_she_is_no_he() -> None:
    text = (
        "Minister Tamar Berg met the board and its head, Giorgi Lund. “We agree on steel,” she said.\n\n"
        "He was less pleased. “The road is bad,” he said."
    )
    found = [(q.text, q.speaker) for q in extract_quotes(text)]
    assert found == [("We agree on steel,", "Tamar Berg"), ("The road is bad,", None)]


def speaker(text: str) -> str | None:
    return next(q for q in extract_quotes(text) if q.kind == "direct").speaker


WORDS = "“the talks were good.”"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Jamieson Greer met Wang Wentao in Geneva. He said {WORDS}", "Jamieson Greer"),
        (f"Angela Merkel met Emmanuel Macron. She said {WORDS}", "Angela Merkel"),
        (f"Angela Merkel came. Emmanuel Macron left. She said {WORDS}", "Angela Merkel"),
        (f"Howard Lutnick led the talks.\n\nHe said {WORDS}", "Howard Lutnick"),
        (f"Olena Koval left. Rep. Hank Johnson (D-Ga.) came. He said {WORDS}", "Hank Johnson"),
        (f"John Podesta came. For his part, Mr. Obama said so. He said {WORDS}", "Obama"),
        (f"Jerome Powell said he expects {WORDS}", "Jerome Powell"),
        (
            f"Ann Mac spoke. Her neighbour Euan Gal, who lives near, was of another mind. He said {WORDS}",
            "Euan Gal",
        ),
        (f"Jerome Powell's own remark was drier. He said {WORDS}", "Jerome Powell"),
        (f"Jerome Powell told all, according to aide Tom Hill. He said {WORDS}", "Tom Hill"),
        (f"She left, according to aide Tom Hill. Anna Berg came. She said {WORDS}", "Anna Berg"),
        (f"The Ministry of Commerce spoke up. It said {WORDS}", "Ministry of Commerce"),
        (
            f"Bill Clinton met Hillary Clinton. Mrs. Clinton left. She said {WORDS}",
            "Hillary Clinton",
        ),
        (f"Trade Minister Kari Nordmann left. The trade minister said {WORDS}", "Kari Nordmann"),
    ],
)
def test_pronouns_and_offices_mean_a_person(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"They said {WORDS}",
        f"Nobody was there. He said {WORDS}",
        f"Angela Merkel left Berlin. He said {WORDS}",
        f"Angela Merkel left Berlin. It said {WORDS}",
        f"Angela Merkel met Emmanuel Macron. He said {WORDS}",  # he is no subject: no guess
    ],
)
def test_who_is_not_told_stays_unknown(text: str) -> None:
    assert speaker(text) is None


def test_two_people_of_one_surname_are_not_mixed_up() -> None:
    text = f"Li Chenggang met Li Qiang. Li said {WORDS}"
    assert speaker(text) == "Li"
