"""Who wrote an article, for whom, under which headline: only where the text says so itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.text.word_lists import word_lists

_POST = (
    r"(?:staff(?: (?:writer|reporter|correspondent))?|(?:senior |chief )?"
    r"(?:(?:trade|business|news|economics|political|foreign) )?"
    r"(?:writer|reporter|correspondent|editor|contributor|columnist))"
)
_NAME_PART = r"(?:[A-Z][\w’'.-]*|de|del|der|den|di|da|van|von|bin|al|la|le)"
_NAME = (
    rf"(?!(?:By|BY) |(?i:{_POST})\b)"
    rf"[A-Z][\w’'.-]*(?: {_NAME_PART}){{0,3}} [A-Z][\w’'.-]+"
)
_NAMES = rf"{_NAME}(?:(?:, (?:and )?| and | & ){_NAME}){{0,5}}"
_AGENCIES = sorted(word_lists("names")["agencies"], key=len, reverse=True)
_AGENCY = "|".join(map(re.escape, _AGENCIES))
_STAFF = re.compile(rf"(?P<author>{_NAMES}), (?P<publisher>[A-Z][\w.&’' -]{{1,50}}?) (?i:{_POST})")
_POSTED = re.compile(rf"(?P<author>{_NAMES})(?:,| [|–—-]) (?i:{_POST})")
# Behind a comma stands another author more often than an outlet: it must look like one.
_OUTLET = (
    rf"(?:{_AGENCY}|The [A-Z][\w.&’' -]{{1,50}}|(?:[A-Z][\w.&’'-]* ){{1,4}}"
    r"(?:News|Times|Post|Journal|Press|Wire|Daily|Tribune|Herald|Network|Agency|Today|TODAY))"
)
_BY_FOR = re.compile(
    rf"(?:By|BY|by) (?P<author>{_NAME}(?:(?:, (?:and )?| and | & ){_NAME}){{0,5}}?)"
    rf"(?:, (?={_OUTLET})| ?(?:[|/–—]| -) ?)"
    rf"(?P<publisher>[A-Z][\w.&’' -]{{1,50}}?)(?: (?i:{_POST}))?"
)
_BY = re.compile(rf"(?:By|BY|by) (?P<author>{_NAMES})(?:(?:,| ?[|/–—]| -) ?(?i:{_POST}))?")
_AGENCY_LINE = re.compile(rf"(?P<publisher>{_AGENCY})")
_PEOPLE_LINE = re.compile(rf"(?P<author>{_NAMES})")
_DATELINE = re.compile(
    rf"(?:[A-Z][\w.’'/-]*(?:,? [\w.’'/-]+){{0,6}},? )?\((?P<publisher>{_AGENCY})\) ?(?:--|[-–—])"
)
# A byline stands above the article, below at most a headline, a kicker and a stamp.
_LINES_LOOKED_AT = 6
_LONGEST_BYLINE = 160
_LONGEST_HEADLINE = 200
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """What the lines above an article say of it; None where they say nothing."""

    author: str | None = None
    publisher: str | None = None


def find_byline(text: str) -> Byline:
    """Return author and publisher as the first lines of a text state them."""
    lines = [line.strip() for line in text.split("\n", 40)[:40] if line.strip()]
    author = publisher = None
    for number, line in enumerate(lines[:_LINES_LOOKED_AT]):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        found = _of_line(line, following)
        author = author or found.author
        publisher = publisher or found.publisher
    # JANE DOE is Jane Doe.
    author = author.title() if author and author.isupper() else author
    return Byline(author=author, publisher=publisher)


def find_title(text: str) -> str | None:
    """Return the first line if it is a headline: short, no sentence, above a blank line."""
    first, _, rest = text.partition("\n")
    first = first.strip()
    following = rest.strip().split("\n", 1)[0].strip()
    if not rest.startswith("\n") or not following or not _looks_like_headline(first):
        return None
    return None if _of_line(first, following) != Byline() else first


def _looks_like_headline(line: str) -> bool:
    words = line.split()
    return (
        len(words) >= _FEWEST_WORDS
        and len(line) <= _LONGEST_HEADLINE
        and line[0] not in "(-•*"
        and not line.endswith((".", ";", ":", ",", "—", "–", "-"))
        and not _DATELINE.match(line)
    )


def _of_line(line: str, following: str) -> Byline:
    """Read one line; names alone are a byline only above the name of an agency."""
    if len(line) <= _LONGEST_BYLINE:
        forms = [_POSTED, _STAFF, _BY_FOR, _BY, _AGENCY_LINE]
        if _AGENCY_LINE.fullmatch(following):
            forms.append(_PEOPLE_LINE)
        for form in forms:
            if match := form.fullmatch(line):
                said = match.groupdict()
                return Byline(author=said.get("author"), publisher=said.get("publisher"))
    match = _DATELINE.match(line[:_LONGEST_BYLINE])
    return Byline(publisher=match["publisher"]) if match else Byline()
