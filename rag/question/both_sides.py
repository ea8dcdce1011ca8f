"""Which two countries a comparison of sides means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.library import Library
from index.text.places import countries
from rag.question.asked_speaker import SAY
from rag.question.sides import PUBLIC, countries_in, on_side

_BOTH = re.compile(r"\b(?:both|each|the two|either) sides?\b", re.IGNORECASE)
_TALKING = re.compile(
    rf"\b(?:{SAY}|see|sees|saw|differ|differs|differed|disagree[ds]?)\b", re.IGNORECASE
)


def both_sides(
    question: str, speakers: Sequence[str], library: Library
) -> tuple[frozenset[str], ...]:
    """Return the names of each of the two countries whose officials a comparison means, or nothing.

    Those that it names; of "both sides", the countries of most quoted officials for one not named.

    Args:
        question: as asked.
        speakers: of the ledger, whom it names.
        library: the index.
    """
    named = countries_in(question)
    both = _BOTH.search(question)
    if not both and (speakers or len(named) != 2 or not _TALKING.search(question)):
        return ()
    quoted = Counter(
        names
        for _speaker, role in library.roles_with(PUBLIC)
        for names in countries()
        if on_side(role, names)
    )
    most = [names for names, _count in quoted.most_common() if names not in named]
    return tuple([*named, *most][:2]) if both else tuple(named)
