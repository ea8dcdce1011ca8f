"""The same person across articles, with the rule that says so.

Names are joined by rules in a fixed order, each with a name that a reader can check; a user's
file is above them all. What one article tells apart stays apart: two names in one article are
never joined by a rule that guesses. A surname alone is looked at article by article: it may
mean one person here and another there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from index.people.aliases import NO_ALIASES, Aliases, name_key
from index.people.groups import Groups
from index.people.identity import FILE, INITIAL, MIDDLE, ORDER, SAME, SPELLING, Identity, Named
from index.people.name_forms import Form
from index.people.transliteration import spelling, spellings
from index.text.names import CHINESE_SURNAMES, GIVEN

_MINISTRIES = frozenset({"ministry", "department"})
_BOTH_ENDS = (GIVEN, CHINESE_SURNAMES)
Pairs = Iterable[tuple[str, str]]


def _alike(keys: Iterable[tuple[str, object]]) -> Pairs:
    first: dict[object, str] = {}
    for name, key in keys:
        yield first.setdefault(key, name), name


def _by_file(groups: Groups) -> Pairs:
    said = ((name, groups.aliases.name_of(name)) for name in groups.members)
    return _alike((name, name_key(one)) for name, one in said if one is not None)


def _by_words(groups: Groups) -> Pairs:
    forms = groups.of_kind("person", "institution")
    return _alike((form.name, (form.kind, form.words)) for form in forms)


def _by_order(groups: Groups) -> Pairs:
    """ "Chenggang Li", "Commerce Ministry"; but James Thomas is not Thomas James."""
    turning = filter(_may_turn, groups.of_kind("person", "institution"))
    return _alike((form.name, (form.kind, tuple(sorted(form.words)))) for form in turning)


def _may_turn(form: Form) -> bool:
    if form.kind == "institution":
        return bool(_MINISTRIES & set(form.words))
    ends = (form.words[0], form.words[-1])
    return len(form.words) == 2 and not any(names.issuperset(ends) for names in _BOTH_ENDS)


def _by_spelling(groups: Groups) -> Pairs:
    """Compare the keys of the words, with the first one's where the order counts."""
    return _alike(
        (form.name, (spellings(form.words), _may_turn(form) or spelling(form.words[0])))
        for form in groups.of_kind("person")
    )


def _by_middle_name(groups: Groups) -> Pairs:
    """ "Donald J. Trump" and "Donald Trump", unless another "Donald" of that surname is quoted."""
    ends: dict[object, list[Form]] = defaultdict(list)
    for form in groups.of_kind("person"):
        if not form.generation and len(form.words[0]) > 1:
            ends[form.words[0], form.words[-1]].append(form)
    for forms in ends.values():
        if _agree([form.words[1:-1] for form in forms]):
            yield from ((forms[0].name, form.name) for form in forms[1:])


def _agree(middles: list[tuple[str, ...]]) -> bool:
    """Tell whether middle names agree as far as they go: J. and John, but not H. W. and W."""
    longest = max(middles, key=lambda middle: (len(middle), sum(map(len, middle))))
    return all(
        len(middle) == 0
        or (
            len(middle) == len(longest)
            and all(
                a.startswith(b) or (b.startswith(a) and len(b) > 0)
                for a, b in zip(longest, middle, strict=True)
            )
        )
        for middle in middles
    )


def _by_initial(groups: Groups) -> Pairs:
    """ "J. Powell": the one person of that surname whose given name begins so."""
    full: dict[tuple[str, str], set[str]] = defaultdict(set)
    for form in groups.of_kind("person"):
        if len(form.words[0]) > 1 and not form.generation:
            full[form.words[0][0], form.words[-1]].add(groups.leader(form.name))
    for form in groups.of_kind("person"):
        if len(form.words) == 2 and len(form.words[0]) == 1:
            fitting = full.get((form.words[0], form.words[-1]), set())
            if len(fitting) == 1:
                yield min(fitting), form.name


_RULES: tuple[tuple[str, Callable[[Groups], Pairs]], ...] = (
    (FILE, _by_file),
    (SAME, _by_words),
    (ORDER, _by_order),
    (SPELLING, _by_spelling),
    (MIDDLE, _by_middle_name),
    (INITIAL, _by_initial),
)


def join(named: Iterable[Named], aliases: Aliases = NO_ALIASES) -> list[Identity]:
    """Return the people behind names of many articles; the order of the input does not matter.

    Args:
        named: the speakers as each article names them.
        aliases: the user's word, which counts before all rules.
    """
    groups = Groups(sorted(set(named), key=lambda n: (n.name, n.article_id, n.role or "")), aliases)
    for rule, find in _RULES:
        for a, b in find(groups):
            groups.unite(a, b, rule)
    return groups.identities()
