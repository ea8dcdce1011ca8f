from __future__ import annotations

from index.people.in_article import people
from index.people.mentions import People

TEXT = (
    "US Commerce Secretary Howard Lutnick met Chinese Vice Commerce Minister Li Chenggang in London. "
    "Peter Stone, deputy minister of trade, came late. Then harbour master Olena Koval spoke."
)


def test_people_come_with_their_offices() -> None:
    found = {person.name: person.role for person in people(TEXT)}
    assert found["Howard Lutnick"] == "US Commerce Secretary"
    assert found["Li Chenggang"] == "Chinese Vice Commerce Minister"
    assert found["Peter Stone"] == "deputy minister of trade"
    assert found["Olena Koval"] == "harbour master"


def test_a_surname_that_two_share_means_neither() -> None:
    two = People(people("Li Chenggang met Li Qiang in Beijing."))
    assert two.meant("Li") is None
    assert two.meant("Li Qiang").name == "Li Qiang"  # type: ignore[union-attr]
