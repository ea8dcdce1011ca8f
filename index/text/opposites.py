"""Words of which one says the opposite of the other, as stems."""

from __future__ import annotations

from index.text.words import stem

Pair = tuple[frozenset[str], frozenset[str]]


def _pairs(*pairs: str) -> tuple[Pair, ...]:
    return tuple((_stems(one), _stems(other)) for one, other in (p.split("|") for p in pairs))


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


# One side does the one where the other side does the other.
CONVERSES = _pairs("export|import", "buy bought purchase|sell sold")
OPPOSITES = (
    *CONVERSES,
    *_pairs(
        "rise rose increase climb grow jump surge soar gain widen expand swell|"
        "fall drop decline decrease shrink plunge slump slide narrow",
        "raise hike|cut lower slash reduce",
        "double treble triple quadruple|halve",
        "impose reimpose|lift remove scrap waive withdraw",
        "accept approve|reject refuse deny oppose",
        "admit acknowledge confirm|deny",
        "surplus|deficit",
        "open reopen|close shut",
        "win won|lose lost",
        "strengthen|weaken",
        "stronger strong|weaker weak",
        "tighten toughen|ease loosen relax",
        "help benefit|hurt harm damage",
        "resume restart|suspend halt pause",
        "extend lengthen|shorten",
        "uphold upheld|overturn overrule annul",
        "include|exclude",
        "lawful legal|unlawful illegal",
        "ally partner|rival",
        "majority|minority",
        "higher|lower",
        "highest|lowest",
        "largest biggest|smallest",
        "maximum|minimum",
    ),
)
# What ends a measure, and what leaves it; who is spared, and who is not: opposite only of one thing.
UNDONE = _pairs(
    "lift remove scrap waive withdraw end abolish drop cancel repeal expire suspend revoke|"
    "impose reimpose stay remain keep kept retain maintain continue prolong extend uphold upheld",
    "pay paid apply face owe|exempt spare free",
    "join enter|leave left quit",
    "agree|disagree",
    "allow permit|ban forbid forbade prohibit bar block",
    "stay remain|leave left quit resign",
    "begin began start|end stop",
    "sign|shelve",
    "adopt approve pass accept|reject refuse decline",
    "recover reopen|collapse",
)


def turns(claim: frozenset[str], words: frozenset[str]) -> set[str]:
    """Return those of some words that say the opposite of a claim's, and are not said by it too."""
    return {
        word
        for one, other in OPPOSITES
        for said, meant in ((one, other), (other, one))
        if said & claim and not meant & claim and not said & words
        for word in meant & words
    }
