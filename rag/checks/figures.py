"""Do the figures, what they count, and the names of a sentence stand in its passages?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.text.numbers import figures_in
from index.text.synonyms import other_names
from index.text.word_lists import word_lists
from index.text.words import all_stems, closed_up, figure_words, figures, names, stem, tokens
from rag.checks.claim import Case, has

# "one" and "two" are as often articles and pronouns as they are counts.
_SMALL = frozenset({"0", "1", "2"})
_DAYS = frozenset({"yesterday", "tomorrow", "tonight"})
_UNITS = {
    word: unit.split()[0]
    for unit in word_lists("words")["units"].strip().splitlines()
    for word in unit.split()
}
_COUNTED = re.compile(
    r"(?P<sign>US\$|[$€£])?(?P<value>\d+(?:,\d{3})*(?:\.\d+)?)"
    r"(?P<scale>[\s-](?:thousand|million|billion|trillion|bn|mn|tn))?"
    r"(?:[\s-](?P<unit>[A-Za-z]+))?",
    re.IGNORECASE,
)


def foreign_figure(case: Case) -> str | None:
    """Notice a figure that stands in no passage, a percentage being no bare number."""
    text = "\n".join((case.whole, closed_up(case.whole), case.explained))
    held = figures(text) | figure_words(text)
    stated = figures(case.claim) | figure_words(case.claim)
    free = _SMALL - {
        day for f in figures_in(case.claim) if f.kind == "day" for day in f.value.split()
    }
    missing = [f for f in sorted(stated) if f not in held and f not in free]
    return f"the figure {missing[0]} does not stand in the passages" if missing else None


def foreign_day(case: Case) -> str | None:
    """Notice a "yesterday" or "tomorrow" that the passages do not say."""
    held = set(tokens(case.whole))
    days = [word for word in tokens(case.claim) if word in _DAYS and word not in held]
    return f"the passages do not say “{days[0]}”" if days else None


def other_unit(case: Case) -> str | None:
    """Notice "34 billion dollars" where the passages only have 34 billion of something else."""
    given: dict[str, set[str]] = {}
    for figure, unit in _counted(case.whole):
        given.setdefault(figure, set()).add(unit)
    for figure, unit in _counted(case.claim):
        if figure in given and unit not in given[figure]:
            return f"the passages count {figure} in {sorted(given[figure])[0]}, not in {unit}"
    return None


def _counted(text: str) -> Iterator[tuple[str, str]]:
    """Yield (figure with its scale, unit) where a unit is known."""
    for match in _COUNTED.finditer(text):
        unit = _UNITS.get((match["sign"] or match["unit"] or "").lower())
        if unit:
            yield f"{match['value']}{match['scale'] or ''}".lower(), unit


def foreign_name(case: Case) -> str | None:
    """Notice a name that neither the passages nor the articles around them have."""
    around = f"{case.background} {other_names(case.background)}"
    held = all_stems(f"{case.whole}\n{case.explained}\n{around}")
    for name in names(case.claim):
        for word in tokens(name):
            if len(word) > 2 and not has(held, stem(word)):
                return f"the name {name} does not stand in the articles"
    return None
