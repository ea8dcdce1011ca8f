from __future__ import annotations

import pytest

from index.grammar.clauses import clause_subjects
from index.grammar.cues import cues
from index.grammar.marks import marked
from index.grammar.tokens import paragraphs


def found(text: str) -> list[tuple[str, str]]:
    (part,) = paragraphs(text, marked(text))
    tokens = part.tokens
    return [
        (text[tokens[c.subject[0]].start : tokens[c.subject[1] - 1].end], tokens[c.verb].text)
        for c in cues(part)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Li Chenggang said the talks went well.", ("Li Chenggang", "said")),
        ("Li, vice minister of commerce, said it.", ("Li", "said")),
        ("Zhou Wei, a hog farmer in Xingtai, North China's Hebei Province, said it.", ("Zhou Wei", "said")),
        ("Trump's campaign manager, Corey Lewandowski, said it.", ("Corey Lewandowski", "said")),
        ("Dan Ives, senior analyst at Wedbush Securities said it.", ("Dan Ives", "said")),
        ("Outgoing EU Commissioner Karel De Gucht told them.", ("Outgoing EU Commissioner Karel De Gucht", "told")),
        ("“Yes,” said a manager of the company surnamed Huang.", ("a manager of the company", "said")),
        ("Powell on June 18 said he left.", ("Powell", "said")),
        ("The Ministry of Commerce said it.", ("The Ministry of Commerce", "said")),
        ("A spokesman for Xi Jinping said it.", ("A spokesman for Xi Jinping", "said")),
        ("Sen. Harry Reid (D-Nev.) told reporters.", ("Sen. Harry Reid", "told")),
        ("Lutnick, who led the talks, said it.", ("Lutnick", "said")),
        ("“Yes,” said Olena Koval.", ("Olena Koval", "said")),
        ("“Yes,” said retired general Peter Stone.", ("retired general Peter Stone", "said")),
        ("Clevelanders get nervous, said Christine Link, a director.", ("Christine Link", "said")),
        ("According to Mary Barra, sales rose.", ("Mary Barra", "According")),
        ("The deal was described by Trump as good.", ("Trump", "described")),
        ("Ryan left early, telling reporters so.", ("Ryan", "telling")),
        ("Trump reversed himself, telling CBS so.", ("Trump", "telling")),
        ("Said Roger Stone: “Yes.”", ("Roger Stone", "Said")),
    ],
)  # fmt: skip
def test_a_verb_finds_its_speaker(text: str, expected: tuple[str, str]) -> None:
    assert expected in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "He won the key states of Ohio and Florida.",  # a noun
        "Powell was told to resign.",  # spoken to
        "Asked about steel, nobody moved.",
        "The Sanders call for calm was heard.",
    ],
)
def test_nouns_and_hearers_are_no_cues(text: str) -> None:
    assert found(text) == []


def test_clauses_tell_their_subjects_and_which_are_main() -> None:
    text = "Li left when Greer arrived, and Trump smiled."
    (part,) = paragraphs(text, [])
    subjects = [
        (text[part.tokens[s].start : part.tokens[e - 1].end], main)
        for (s, e), main in clause_subjects(part.tokens, 0, len(part.tokens))
    ]
    assert subjects == [("Li", True), ("Greer", False), ("Trump", True)]
