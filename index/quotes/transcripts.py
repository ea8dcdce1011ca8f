"""Transcripts and interviews: lines that begin with a speaker's label ("SANDERS: …", "Q: …").

A label is a name in capitals, "Q" and "A", or the names (or their initials) of those who take turns. Time codes and stage
directions are no part of it. What a label speaks goes on to the next one; a question that is put
to somebody is nobody's statement.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.people.mentions import People
from index.quotes.speakers import Speaker
from index.text import word_lists
from index.text.lexicon import BODIES, FUNCTION_WORDS
from index.text.names import is_person_name, is_title, plain, split_role
from index.types import Quote, Stance

RULE = "labelled as the speaker"
_LINE = re.compile(r"[^\n]*\w[^\n]*")
_LABEL = re.compile(
    r"\s*(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?[\s–—-]*)?"  # a time code
    r"(?:(?P<letter>[QA])\.|(?P<label>[^\W\d_][^:\n“”\"]{0,79}?)\s*:)\s+(?=\S)"
)
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
# A table has names and figures: who speaks says words.
_WORDS = re.compile(r"[^\W\d_]{2}.*[^\W\d_]{2}")
_FULL_NAME = re.compile(r"\b[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+){1,2}\b")
_DIRECTION = re.compile(r"\s*(?:[(\[].*[)\]]|[^a-z]*)\s*")
# Behind a turn's last sentence "(Laughter.)" and "[Applause]" are none of its words.
_HEARD = re.compile(r"(?:(?<=[.!?…”\"—–-])|^)(?:\s*(?:\([^()]*\)|\[[^\[\]]*\]))+\s*$")
_ASKER = frozenset({"q", "question", "questioner", "interviewer"})
_ANSWERER = frozenset({"a", "answer", "interviewee"})
# What a script or a desk's note labels, beside what cannot speak anyway.
_THINGS = BODIES | word_lists.words("lexicon", "labels")
# Of the lines of a transcript so many are labelled, or so many of them with one label twice.
SHARE, FEWEST = 0.3, 4
MOST_WORDS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """A labelled line: the label as written and without brackets, and where its words stand."""

    mention: str
    label: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """Return the label up to a comma, after which an office stands, without an article."""
        return re.sub(r"^[Tt]he ", "", self.label.partition(",")[0])

    @property
    def key(self) -> str:
        """Return what the forms of one name share: the last word."""
        return plain(self.name).split(" ")[-1]

    @property
    def thing(self) -> bool:
        """Tell whether the name is a thing's, or no name at all."""
        words = plain(self.name).split()
        return not words or bool({words[0], words[-1]} & (_THINGS | FUNCTION_WORDS - {"a"}))

    @property
    def shouted(self) -> bool:
        """Tell whether the name is in capitals."""
        return self.name.isupper() and len(self.name) > 1


def turns(text: str, known: People) -> tuple[list[Quote], list[tuple[int, int]]]:
    """Return what labels speak, and the lines in which nobody else is to be looked for.

    Args:
        text: the whole article.
        known: the people whom it names in full.
    """
    lines = [match.span() for match in _LINE.finditer(text)]
    labelled = [_turn(text, *line) for line in lines]
    kinds = _Kinds(text, [turn for turn in labelled if turn is not None], len(lines), known)
    speaking = [turn for turn in labelled if turn is not None and kinds.speaks(turn)]
    quotes: list[Quote] = []
    taken: list[tuple[int, int]] = []
    current: Quote | None = None
    for line, turn in zip(lines, labelled, strict=True):
        if turn is not None and kinds.speaks(turn):
            current = _quote(text, turn, kinds, len(quotes))
            if current.text:
                quotes.append(current)
            taken.append(line)
        elif turn is not None and turn.shouted:
            current = None  # a caption or a direction, not what is spoken
        elif current is not None and line[0] < speaking[-1].start:
            taken.append(line)
            if not _DIRECTION.fullmatch(text, *line):
                quotes.append(_said_on(text, *line, current))
    return quotes, taken


def _turn(text: str, start: int, end: int) -> _Turn | None:
    match = _LABEL.match(text, start, end)
    if match is None:
        return None
    mention = match.group("label") or match.group("letter")
    label = _BRACKETS.sub("", mention).strip()
    if not label or len(label.split()) > MOST_WORDS:
        return None
    end = match.end() + len(_HEARD.sub("", text[match.end() : end]))
    return _Turn(mention=mention, label=label, start=match.end(), end=end)


class _Kinds:
    """What the labels of one article are: those who speak, who asks, and under which name."""

    def __init__(self, text: str, labelled: Sequence[_Turn], lines: int, known: People) -> None:
        self._known = known
        first = labelled[0].start if labelled else 0
        self._asked = _introduced(text, first, known)
        self._initials = _initials(text, first)
        labelled = [t for t in labelled if not t.thing and _WORDS.search(text, t.start, t.end)]
        shouted = Counter(turn.name for turn in labelled if turn.shouted)
        many = shouted.total() >= FEWEST and max(shouted.values(), default=0) > 1
        self._script = shouted.total() > 1 and (many or shouted.total() >= SHARE * lines)
        keys = Counter(turn.key for turn in labelled)
        self._small = Counter(turn.key for turn in labelled if not turn.shouted)
        twice = {key for key, count in keys.items() if count > 1}
        self._persons = {turn.key for turn in labelled if self._is_person(turn)}
        often = len(twice) > 1 or len(labelled) >= max(FEWEST, SHARE * lines)
        # Those who talk come again; of a list by towns ("Rapid City: …") few labels do.
        again = 2 * sum(keys[key] for key in twice) >= len(labelled)
        # Who asks them may be a paper; but every other turn is a person's.
        people = 2 * sum(keys[key] for key in self._persons) >= len(labelled)
        talks = often and twice and again and people and len(keys) > 1 and self._persons
        self._talking = twice | self._persons if talks else set()
        self._asks = bool(_ASKER & keys.keys()) and bool((_ANSWERER | self._talking) & keys.keys())
        self._named: dict[str, str] = {}

    def _is_person(self, turn: _Turn) -> bool:
        """Tell whether a label names a person: in full, by title, by initials, or one who is known."""
        if not turn.name.split()[-1][0].isupper():
            return False  # "Ann Lee claim: …"
        titled = is_title(turn.name.split()[0]) and turn.name != turn.key
        named = is_person_name(split_role(turn.name)[1]) or turn.name in self._initials
        return titled or named or self._known.meant(turn.name) is not None

    def speaks(self, turn: _Turn) -> bool:
        """Tell whether a label is somebody who takes turns."""
        low = turn.name.casefold()
        if low in _ASKER | _ANSWERER:
            return self._asks or self._script
        # Beside labels in capitals another must come again: a headline may be "Gov. Fallin: …".
        talks = turn.key in self._talking and (not self._script or self._small[turn.key] > 1)
        takes_turns = (self._script and turn.shouted) or talks
        return takes_turns and not turn.thing

    def stance(self, turn: _Turn, words: str) -> Stance:
        """Who interviews only asks; in a transcript a turn is a question if it ends as one."""
        low = turn.name.casefold()
        interviewer = turn.key in self._talking - self._persons and not turn.shouted
        return (
            "asked" if low in _ASKER or interviewer or words.rstrip('”" ').endswith("?") else "said"
        )

    def speaker(self, turn: _Turn) -> Speaker:
        """Return whom a label means: who was named in full before, in a label or in the text."""
        low = turn.name.casefold()
        if low in _ASKER:
            return Speaker(name=None)
        if low in _ANSWERER:
            return self._asked
        written = self._initials.get(turn.name, turn.name)
        role, name = split_role(_capitalised(written) if written.isupper() else written)
        name = name or _capitalised(turn.name)
        title = is_title(turn.name.split()[0])
        office = turn.label.partition(",")[2].strip()
        role = (_capitalised(office) if office.isupper() else office) or (None if title else role)
        person = self._known.meant(name)
        if person is not None:
            return Speaker(name=person.name, role=person.role or role)
        surname = plain(name.split()[-1])
        if is_person_name(name):
            self._named[plain(name)] = name
            return Speaker(name=name, role=role)
        full = [known for key, known in self._named.items() if surname in key.split()]
        return Speaker(name=full[0] if len(full) == 1 else name, role=role)


def _introduced(text: str, first: int, known: People) -> Speaker:
    """Return the one person who is named in full before the first label, who is interviewed."""
    people = [person for person in known.known if person.at < first]
    if len(people) == 1:
        return Speaker(name=people[0].name, role=people[0].role)
    names = {n for n in _FULL_NAME.findall(text, 0, first) if is_person_name(n)} - {""}
    return Speaker(name=names.pop() if not people and len(names) == 1 else None)


def _initials(text: str, first: int) -> dict[str, str]:
    """Return for initials the one full name before the first label that has them."""
    found: dict[str, set[str]] = {}
    for name in filter(is_person_name, _FULL_NAME.findall(text, 0, first)):
        found.setdefault("".join(word[0] for word in name.split()), set()).add(name)
    return {letters: names.pop() for letters, names in found.items() if len(names) == 1}


def _capitalised(shouted: str) -> str:
    """ "GOVERNOR OF OHIO" is Governor of Ohio."""
    words = shouted.title().split()
    return " ".join(word.lower() if word.lower() in FUNCTION_WORDS else word for word in words)


def _quote(text: str, turn: _Turn, kinds: _Kinds, group: int) -> Quote:
    words = text[turn.start : turn.end].rstrip()
    speaker = kinds.speaker(turn)
    return Quote(
        start=turn.start,
        end=turn.start + len(words),
        text=words,
        speaker=speaker.name,
        mention=turn.mention,
        role=speaker.role,
        verb=None,
        kind="direct",
        group=group,
        rule=RULE,
        stance=kinds.stance(turn, words),
    )


def _said_on(text: str, start: int, end: int, before: Quote) -> Quote:
    """Return a further paragraph of a turn."""
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip())
    return replace(before, start=begin, end=begin + len(words.strip()), text=words.strip())
