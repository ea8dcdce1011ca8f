from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from index.errors import UsageError
from index.people.aliases import aliases_of, load_aliases
from index.people.identity import Named
from index.people.joining import join
from index.people.transliteration import spelling


def named(*names: str) -> list[Named]:
    """Return each name in an article of its own."""
    return [Named(article_id=str(at), name=name) for at, name in enumerate(names)]


def groups(members: list[Named]) -> list[list[str]]:
    return [sorted({m.name for m in identity.members}) for identity in join(members)]


@pytest.mark.parametrize(
    ("a", "b", "rule"),
    [
        ("Li Chenggang", "Chenggang Li", "same words in another order"),
        ("Enrique Peña Nieto", "Enrique Pena Nieto", "same name but for office, title, accents, capitals"),
        ("Donald Trump", "Donald J. Trump", "a middle name or initial more"),
        ("Jerome Powell", "J. Powell", "initial for a given name"),
        ("Ivan Romanov", "Ivan Romanoff", "another transliteration"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "another transliteration"),
        ("Gerhard Müller", "Gerhard Mueller", "another transliteration"),
        ("Li Keqiang", "Li Ke-qiang", "another transliteration"),
        ("Muhammad bin Salman", "Mohammed bin Salman", "another transliteration"),
    ],
)  # fmt: skip
def test_forms_of_one_name_are_joined_and_the_rule_is_named(a: str, b: str, rule: str) -> None:
    (identity,) = join(named(a, b))
    assert list(identity.rules.values()) == [rule]
    assert {identity.name, *identity.rules} == {a, b}


def test_a_surname_with_an_office_is_the_one_who_holds_it() -> None:
    members = [
        Named(article_id="1", name="Li Chenggang", role="Chinese Vice Commerce Minister"),
        Named(article_id="2", name="Vice Commerce Minister Li"),
        Named(article_id="3", name="Li Qiang", role="Premier"),
        Named(article_id="4", name="Li"),
    ]
    assert groups(members) == [["Li"], ["Li Chenggang", "Vice Commerce Minister Li"], ["Li Qiang"]]


@pytest.mark.parametrize(
    ("a", "b"),
    [("Zhou Wei", "Zhu Wei"), ("Chen Li", "Cheng Li"), ("Li Qiang", "Li Chenggang"), ("Donald Trump", "Donald Trump Jr."), ("Donald Trump", "Melania Trump")],
)  # fmt: skip
def test_other_people_stay_other_people(a: str, b: str) -> None:
    assert len(join(named(a, b))) == 2


def test_an_initial_that_two_share_joins_neither() -> None:
    assert len(join(named("John Smith", "Jane Smith", "J. Smith"))) == 3


def test_two_names_in_one_article_are_not_one_by_a_guess() -> None:
    together = [Named(article_id="1", name=n) for n in ("Sergei Ivanov", "Sergey Ivanov")]
    assert len(join(together)) == 2
    assert len(join(named("Sergei Ivanov", "Sergey Ivanov"))) == 1


def test_the_order_of_the_articles_does_not_matter() -> None:
    members = named(
        "Li Chenggang", "Chenggang Li", "J. Powell", "Jerome Powell", "Jerome H. Powell"
    )
    expected = join(members)
    assert all(join(list(some)) == expected for some in itertools.permutations(members))


def test_the_users_word_is_above_the_rules() -> None:
    aliases = aliases_of([("Xi Jinping", "Xi Dada", False), ("Li Wei", "Wei Li", True)])
    joined = join(named("Xi Jinping", "Xi Dada", "Li Wei", "Wei Li"), aliases)
    assert [i.name for i in joined] == ["Li Wei", "Wei Li", "Xi Jinping"]
    assert joined[-1].rules == {"Xi Dada": "alias file"}


TOML = """
[[person]]
name = "Li Chenggang"
forms = ["Vice Minister Li", "LI CHENG GANG"]

[[apart]]
names = ["Li Qiang", "Qiang Li"]
"""
CSV = "name,form\nLi Chenggang,Vice Minister Li\nLi Chenggang,LI CHENG GANG\nLi Qiang,Qiang Li,apart\n"


@pytest.mark.parametrize(("file", "content"), [("a.toml", TOML), ("a.csv", CSV)])
def test_both_shapes_of_the_file_say_the_same(tmp_path: Path, file: str, content: str) -> None:
    path = tmp_path / file
    path.write_text(content, encoding="utf-8")
    aliases = load_aliases(path)
    assert aliases.name_of("vice minister li") == "Li Chenggang"
    assert aliases.name_of("Li Cheng Gang") == "Li Chenggang"
    assert aliases.name_of("Li Qiang") is None
    assert aliases.separate("Qiang Li", "li qiang")


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("a.toml", "[[person]]\nname = 3\n", "needs name"),
        ("a.toml", "[[people]]\n", "unknown table people"),
        ("a.toml", '[[apart]]\nnames = ["one"]\n', "two of them"),
        ("a.toml", "person = 3\n", "list of tables"),
        ("a.toml", "= broken", "TOML or CSV"),
        ("a.csv", "only one cell\n", "line 1"),
        ("a.csv", "a,b,together\n", "line 1"),
    ],
)
def test_a_bad_file_is_told_in_one_line(tmp_path: Path, file: str, content: str, told: str) -> None:
    path = tmp_path / file
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=told) as error:
        load_aliases(path)
    assert "\n" not in str(error.value)
    assert file in str(error.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="check the path"):
        load_aliases(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "spellings",
    ["zelensky zelenskyy zelenskiy", "yuri yury", "sergei sergey", "alexei alexey", "müller mueller",
     "keqiang ke-qiang", "hussein husain", "al-assad assad"],
)  # fmt: skip
def test_transliterations_share_a_key(spellings: str) -> None:
    assert len({spelling(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize("pair", ["zhou zhu", "li le", "wang wong", "mao mo", "smith smythe"])
def test_other_names_do_not(pair: str) -> None:
    a, b = pair.split()
    assert spelling(a) != spelling(b)
