from __future__ import annotations

import pytest

from index.text.names import is_person_name, same_person, split_role


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("US Commerce Secretary Howard Lutnick", ("US Commerce Secretary", "Howard Lutnick")),
        ("Mr. Lutnick", (None, "Lutnick")),
        ("President Trump", ("President", "Trump")),
        (
            "The US Trade Representative Jamieson Greer",
            ("US Trade Representative", "Jamieson Greer"),
        ),
        ("Howard Lutnick", (None, "Howard Lutnick")),
        ("NBC’s Anna Stone", (None, "Anna Stone")),
    ],
)
def test_an_office_is_split_from_the_name(run: str, expected: tuple[str | None, str]) -> None:
    assert split_role(run) == expected


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Li", "Li Chenggang"), ("li chenggang", "Li Chenggang"), ("Chenggang Li", "Li Chenggang"),
        ("Minister Li", "Li Chenggang"), ("Mr. Lutnick", "Howard Lutnick"), ("Trump", "Donald J. Trump"),
        ("Donald Trump", "Donald J. Trump"), ("Enrique Peña Nieto", "Enrique Pena Nieto"),
        ("J. Powell", "Jerome Powell"), ("Ministry of Commerce", "China’s Ministry of Commerce"),
    ],
)  # fmt: skip
def test_forms_of_one_name_are_the_same_person(a: str, b: str) -> None:
    assert same_person(a, b)
    assert same_person(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Li Qiang", "Li Chenggang"), ("Chenggang", "Li Qiang"), ("Donald Trump", "Melania Trump"),
        ("Stone", "Howard Lutnick"), ("", "Li Chenggang"), ("Commerce", "Ministry of Commerce"),
    ],
)  # fmt: skip
def test_other_people_stay_other_people(a: str, b: str) -> None:
    assert not same_person(a, b)


@pytest.mark.parametrize("name", ["World Bank", "White House", "China", "THE END", "May Day",
    "Donald Trump US-Mexico-Canada", "David Levi E-KLASSE"])  # fmt: skip
def test_institutions_and_days_are_no_people(name: str) -> None:
    assert not is_person_name(name)


@pytest.mark.parametrize(
    "name", ["JD Vance", "Anne-Marie Slaughter", "Leung Chun-ying", "A.J. Lowe"]
)
def test_short_and_hyphenated_names_are_people(name: str) -> None:
    assert is_person_name(name)
