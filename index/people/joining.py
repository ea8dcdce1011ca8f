"""The same person across articles, with the rule that says so.

Names are joined by rules in a fixed order, each with a name that a reader can check; a user's
file is above them all. What one article tells apart stays apart: two names in one article are
never joined by a rule that guesses. A surname alone is looked at article by article: it may
mean one person here and another there.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.people.aliases import NO_ALIASES, Aliases
from index.people.full_names import RULES
from index.people.groups import Groups
from index.people.identity import Identity, Named
from index.people.short_names import meant_by_surname


def join(named: Iterable[Named], aliases: Aliases = NO_ALIASES) -> list[Identity]:
    """Return the people behind names of many articles; the order of the input does not matter.

    Args:
        named: the speakers as each article names them.
        aliases: the user's word, which counts before all rules.
    """
    members = sorted(set(named), key=lambda n: (n.name, n.article_id, n.role or ""))
    groups = Groups(members, aliases)
    for rule, find in RULES:
        for a, b in find(groups):
            groups.unite(a, b, rule)
    return groups.identities(meant_by_surname(groups))
