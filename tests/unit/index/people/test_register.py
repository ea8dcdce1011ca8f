"""Who is meant by a name, over articles, and after every change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.errors import UsageError
from index.ingest.pipeline import ingest, remove
from index.library import Library
from index.people.aliases import NO_ALIASES, aliases_of
from index.people.identity import Named
from index.people.joining import join
from index.people.register import Register
from tests.helpers.fakes import WordEmbedder

STORIES = {
    "one.txt": "Talks in Oslo\n\n“We will keep the duty,” said Chinese Vice Minister Li Chenggang on Monday.\n",
    "two.txt": "Steel again\n\n“A quota is no answer,” said Chenggang Li in Geneva on Friday.\n",
    "three.txt": "A visit\n\n“The road is open,” Vice Minister Li said on arrival in Hanoi.\n",
    "five.txt": "Salmon\n\n“We may lift the duty,” said Li Chenggang on Sunday.\n",
    "four.txt": "Growth\n\n“Growth is stable,” said Premier Li Qiang. “We are calm.”\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for name, text in STORIES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def ledger(tmp_path: Path, folder: Path, embedder: WordEmbedder) -> Path:
    index = tmp_path / "ledger"
    ingest(index, [str(folder)], embedder)
    return index


def articles_of(library: Library, name: str) -> set[str]:
    return {q.article_id for q in library.quotes(speaker=name)}


@pytest.mark.parametrize("name", ["Li Chenggang", "Chenggang Li", "li chenggang"])
def test_one_name_gives_the_words_under_all_of_them(
    ledger: Path, embedder: WordEmbedder, name: str
) -> None:
    library = Library.open(ledger, embedder)
    assert articles_of(library, name) == set(STORIES) - {"four.txt"}
    assert articles_of(library, "Li Qiang") == {"four.txt"}
    assert articles_of(library, "Li") == set(STORIES)
    person = library.person("three.txt", "Vice Minister Li") or library.person("three.txt", "Li")
    assert person is not None
    assert person.name == "Li Chenggang"
    assert set(person.rules.values()) == {"same words in another order", "surname and office"}
    # What an article calls its speaker stays as it is.
    assert {q.quote.speaker for q in library.quotes(speaker="Li Chenggang")} > {"Chenggang Li"}


def test_what_is_removed_no_longer_joins_anybody(ledger: Path, embedder: WordEmbedder) -> None:
    library = Library.open(ledger, embedder)
    assert articles_of(library, "Li Chenggang") >= {"three.txt"}
    remove(ledger, ["one.txt", "two.txt", "five.txt"], embedder)
    library.refresh()
    assert articles_of(library, "Li Chenggang") == set()
    assert articles_of(library, "Li") == {"three.txt", "four.txt"}


def test_an_alias_file_counts_at_once_and_without_embedding(
    ledger: Path, embedder: WordEmbedder
) -> None:
    library = Library.open(ledger, embedder)
    embedded = embedder.embedded
    file = ledger / "aliases.toml"
    file.write_text('[[apart]]\nnames = ["Li Chenggang", "Chenggang Li"]\n', encoding="utf-8")
    assert articles_of(library, "Chenggang Li") == {"two.txt"}
    file.write_text(
        '[[person]]\nname = "The Premier"\nforms = ["Li Qiang", "Chenggang Li"]\n', encoding="utf-8"
    )
    os.utime(file, ns=(1, 1))
    assert articles_of(library, "The Premier") >= {"two.txt", "four.txt"}
    assert articles_of(library, "Li Qiang") == articles_of(library, "The Premier")
    assert library.speakers_with(["premier"]) == ["The Premier"]
    assert dict(library.speakers())["The Premier"] >= 2
    file.unlink()
    assert articles_of(library, "Li Qiang") == {"four.txt"}
    assert embedder.embedded == embedded


def test_a_broken_alias_file_is_one_line_that_names_it(
    ledger: Path, embedder: WordEmbedder
) -> None:
    library = Library.open(ledger, embedder)
    (ledger / "aliases.csv").write_text("Li Qiang\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"aliases\.csv: line 1"):
        library.quotes(speaker="Li")
    (ledger / "aliases.toml").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="keep one of them"):
        library.people()


def test_nobody_comes_twice() -> None:
    register = Register(
        [Named(article_id="1", name="Li Chenggang"), Named(article_id="2", name="Chenggang Li"),
         Named(article_id="3", name="Li Qiang")], NO_ALIASES,
    )  # fmt: skip
    assert sorted(register.with_words(["li"])) == ["Chenggang Li", "Li Qiang"]
    assert sorted(register.with_words(["li", "chenggang"])) == ["Chenggang Li", "Li Qiang"]


# -- a surname alone, article by article ----------------------------------------


def person_of(members: list[Named], article: str, name: str) -> str:
    (found,) = [
        identity.name
        for identity in join(members)
        if any((m.article_id, m.name) == (article, name) for m in identity.members)
    ]
    return found


POWELL = [Named(article_id=str(at), name="Jerome Powell") for at in range(9)]


def test_a_surname_means_whom_nearly_everybody_means_by_it() -> None:
    short = Named(article_id="s", name="Powell")
    assert person_of([*POWELL, short], "s", "Powell") == "Jerome Powell"
    assert person_of([*POWELL[:2], short], "s", "Powell") == "Powell"
    other = [
        Named(article_id="o1", name="Colin Powell"),
        Named(article_id="o2", name="Colin Powell"),
    ]
    assert person_of([*POWELL, *other[:1], short], "s", "Powell") == "Jerome Powell"
    assert person_of([*POWELL, *other, short], "s", "Powell") == "Powell"


def test_where_an_article_has_both_the_surname_alone_is_somebody_else() -> None:
    assert person_of([*POWELL, Named(article_id="0", name="Powell")], "0", "Powell") == "Powell"


def test_an_office_in_one_article_speaks_for_no_other() -> None:
    members = [
        Named(article_id="1", name="Li Qiang", role="Premier"),
        Named(article_id="2", name="Li", role="Premier"),
        Named(article_id="3", name="Li"),
        Named(article_id="4", name="Li", role="Mayor"),
    ]
    assert person_of(members, "2", "Li") == "Li Qiang"
    assert person_of(members, "3", "Li") == person_of(members, "4", "Li") == "Li"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("George W. Bush", "George H. W. Bush"),
        ("James Thomas", "Thomas James"),
        ("Li Wei", "Wei Li"),
        ("Chinese Consulate General in New York", "Canadian Consulate General in New York"),
        ("University of Washington", "Washington University"),
        ("Ministry of Commerce", "a spokesperson for the Ministry of Commerce"),
        ("A senior official", "A senior researcher"),
        ("Michelle Obama", "Office of Barack and Michelle Obama"),
        ("Donald Trump", "Trump campaign"),
        ("Bill de Blasio", "A spokesperson for Mayor Bill de Blasio"),
        ("Donald Trump", "A video of former President Donald Trump"),
        ("Landon Lucas", "L. Louise Lucas"),
        ("Stephen Reed", "Stephen Redd"),
    ],
)
def test_what_only_looks_alike_stays_apart(a: str, b: str) -> None:
    named = [Named(article_id="1", name=a), Named(article_id="2", name=b)]
    assert len(join(named)) == 2


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Candace Laing", "Canadian Chamber of Commerce CEO Candace Laing"),
        ("Trump administration", "Trump’s Administration"),
        ("Department of Labor", "Labor Department"),
        ("Donald J. Trump", "Donald John Trump"),
    ],
)
def test_office_capitals_and_order_of_words_do_not_matter(a: str, b: str) -> None:
    named = [Named(article_id="1", name=a), Named(article_id="2", name=b)]
    assert len(join(named)) == 1


def test_a_bush_between_two_is_neither() -> None:
    names = ["George W. Bush", "George H. W. Bush", "George Bush"]
    assert len(join([Named(article_id=n, name=n) for n in names])) == 3


@pytest.mark.parametrize(
    "name", ["", "’s", "Mr.", "The", "President of", "Ё", "a" * 10_000, "= 1\n2"]
)
def test_no_name_is_an_error(name: str) -> None:
    members = [Named(article_id="1", name=name), Named(article_id="2", name="Li Qiang")]
    register = Register(members, aliases_of([("Li Qiang", "Q", False)]))
    assert {m for person in register.people for m in person.members} == set(members)
    register.called(name)
