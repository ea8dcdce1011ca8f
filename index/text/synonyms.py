"""Words of trade that say the same: what a reader asks with, and what articles are written in.

Used for retrieval by words, for telling whether a sentence covers a question, and by the checks of an
answer only to let a word pass for another, never as support.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.text.words import stem

_GROUPS = (
    "tariff duty levy tax",
    "agreement deal pact accord framework settlement treaty",
    "talk negotiation discussion meeting dialogue conversation summit",
    "meet negotiate confer",
    "cut lower reduce decrease slash rollback trim drop fall",
    "raise increase hike lift climb rise jump",
    "highest peak maximum record top",
    "lowest minimum bottom",
    "retaliation retaliatory countermeasure counter retaliate response",
    "restriction curb control limit ban barrier block limitation",
    "restart resume resumption reopen",
    "approve ratify clear grant authorise endorse sign approval ratification",
    "license permit licence authorisation",
    "export shipment ship sell sale",
    "import purchase buy",
    "company firm business corporation maker manufacturer producer",
    "chip semiconductor",
    "car automobile auto vehicle carmaker automaker",
    "soybean soya soy",
    "accuse blame charge complain criticize fault condemn complaint criticism accusation",
    "promise pledge vow commit commitment",
    "warn caution threaten",
    "beijing china chinese",
    "washington u.s. american america",
    "brussels eu european",
    "moscow russia russian",
    "tokyo japan japanese",
    "london britain british uk",
    "ottawa canada canadian",
    "mexico mexican",
    "seoul korea korean",
    "delhi india indian",
    "berlin germany german",
    "paris france french",
    "kyiv ukraine ukrainian",
    "brazil brazilian",
    "vietnam vietnamese",
    "australia australian",
    "switzerland swiss",
    "taiwan taiwanese",
    "leader president",
    "official representative",
    "quit resign leave departure step",
    "hurt harm damage pain suffer hit",
    "lawsuit sue court suit",
    "refund repay reimburse",
    "exempt exemption exclusion exclude spare",
    "suspend pause halt freeze truce",
    "price cost",
    "fortune wealth worth",
    "share percentage portion proportion percent",
    "market supply output",
    "worker employee job",
    "farmer grower agriculture farm",
    "delay drag slow stall",
    "final ratified binding",
    "begin start launch open",
    "end finish stop conclude",
    "phone call telephone",
    "win victory winner prevail",
)
_SPELLINGS = (
    (re.compile(r"isation\b"), "ization"),
    (re.compile(r"(?<=[a-z]{3})ise(d|s)?\b"), r"ize\1"),
    (re.compile(r"(?<=[a-z]{3})ising\b"), "izing"),
    (re.compile(r"(?<=[a-z]{2})our(s|ed|ing|able|ite)?\b"), r"or\1"),
    (re.compile(r"\blicence"), "license"),
    (re.compile(r"\b(de|of)fence"), r"\1fense"),
    (re.compile(r"\baluminium"), "aluminum"),
    (re.compile(r"\bprogramme"), "program"),
    (re.compile(r"\btyre"), "tire"),
    (re.compile(r"\bcentre"), "center"),
    (re.compile(r"\bcheque"), "check"),
)


@lru_cache(maxsize=16_384)
def american(word: str) -> str:
    """Return a lower-case word in American spelling, the form that words are compared in."""
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for line in _GROUPS:
        members = {stem(american(word)) for word in line.split()}
        for member in members:
            groups.setdefault(member, set()).update(members)
    return {member: frozenset(members) for member, members in groups.items()}


def alike(word_stem: str) -> frozenset[str]:
    """Return the stems that say the same as one, itself included."""
    return _groups().get(word_stem, frozenset()) | {word_stem}


def related(word: str) -> tuple[str, ...]:
    """Return other words to look for in the index when a reader asks with this one."""
    own = stem(american(word))
    return tuple(
        other
        for line in _GROUPS
        for other in line.split()
        if own in {stem(american(w)) for w in line.split()} and stem(american(other)) != own
    )
