"""Word lists that the grammar of quotations needs: who can speak, what announces speech.

The words stand in ``data/lexicon.toml``; here are the forms that a news text uses them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from index.text.calendar_words import CALENDAR
from index.text.word_lists import word_lists, words

_set = partial(words, "lexicon")


def _inflected(base: str) -> tuple[str, ...]:
    """Return base, third person, past and participle of a regular verb."""
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    third = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")
    return base, third, base + "ed", base + "ing"


def _verbs(key: str) -> dict[str, str]:
    """Return every form of a list's verbs → its base."""
    regular = {form: base for base in _set(key) for form in _inflected(base)}
    irregular: Mapping[str, str] = word_lists("lexicon")[f"{key}_forms"]
    return regular | {form: base for base, forms in irregular.items() for form in forms.split()}


def _without_ing(verbs: Mapping[str, str], bases: frozenset[str]) -> frozenset[str]:
    return frozenset(f for f, base in verbs.items() if base in bases and not f.endswith("ing"))


# Verbs that report what somebody said or wrote; their object is the words themselves.
_REPORTING = _verbs("reporting")
# Verbs that judge somebody or something in the speaker's words ("called the deal “…”").
_JUDGING = _verbs("judging")
JUDGING_BASES = frozenset(_JUDGING.values())
SPEECH = _REPORTING | _JUDGING
"""Every form of every verb that announces words → its base."""
STATING = _set("stating")
"""Only these tell of a statement when no words stand in quotation marks."""
INVERTING = _without_ing(_REPORTING, frozenset(_REPORTING.values()) - _set("not_inverting"))
"""Verbs that may stand before their speaker after the words: “…,” said Li."""
PASSIVE = _without_ing(SPEECH, JUDGING_BASES | _set("passive"))
"""Verbs whose subject after "was" is spoken to or about and does not speak."""
ANSWERING = _set("answering")
BE = _set("be")
SHOWING = _set("showing")
"""Verbs whose object may be somebody speaking ("a clip shows Li saying")."""
RECORDS = _set("records")
"""What may show somebody speaking."""
AUXILIARIES = BE | _set("auxiliaries")
ADVERBS = _set("adverbs")
CONTRACTED = _set("contracted")
PERSONAL = _set("personal")
PREPOSITIONS = _set("prepositions")
NP_PREPOSITIONS = _set("np_prepositions")
DETERMINERS = _set("determiners")
CONJUNCTIONS = _set("conjunctions")
FUNCTION_WORDS = _set("function_words").union(
    PERSONAL, PREPOSITIONS, DETERMINERS, CONJUNCTIONS, AUXILIARIES, ADVERBS
)
FINITE = _set("finite")
TIMES = CALENDAR | _set("times")
CORE = _set("core")
"""The plainest verbs of speech: almost anything that is their subject speaks."""
NOUNLIKE = _set("nounlike")
"""Forms that are as often nouns; they count as verbs only before what was said."""
OFFICES = _set("offices")
FORMER = _set("former")
"""Words before an office that is held no more."""
TITLES = _set("titles")
PEOPLE_NOUNS = OFFICES | _set("people_nouns")
BODIES = _set("bodies")
