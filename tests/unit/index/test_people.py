from __future__ import annotations

import pytest

from index.people import is_person_name, people, resolve, same_person, split_role

TEXT = (
    "US Commerce Secretary Howard Lutnick met Chinese Vice Commerce Minister Li Chenggang in London. "
    "Peter Stone, deputy minister of trade, came late. Then harbour master Olena Koval spoke."
)


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


def test_people_come_with_their_offices() -> None:
    found = {person.name: person.role for person in people(TEXT)}
    assert found["Howard Lutnick"] == "US Commerce Secretary"
    assert found["Li Chenggang"] == "Chinese Vice Commerce Minister"
    assert found["Peter Stone"] == "deputy minister of trade"
    assert found["Olena Koval"] == "harbour master"


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


def test_a_surname_that_two_share_means_neither() -> None:
    two = people("Li Chenggang met Li Qiang in Beijing.")
    assert resolve("Li", two) is None
    assert resolve("Li Qiang", two).name == "Li Qiang"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["World Bank", "White House", "China", "THE END", "May Day"])
def test_institutions_and_days_are_no_people(name: str) -> None:
    assert not is_person_name(name)
