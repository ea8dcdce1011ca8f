"""Who said what, as the Quotes view lists it: the people first. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from index.text.names import is_person_name
from rag.statements.quotations import Quotation
from ui.views.safe_html import more, passage, several, text, where

SHOWN, PEOPLE, BODIES = 60, 40, 20
NOBODY = "Speaker not named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody who is quoted: how often, by which office mostly, and whether others bear the name."""

    name: str
    quotes: int
    office: str | None
    last_name: bool = False

    @property
    def is_person(self) -> bool:
        """Tell a person from a ministry, a company, "analysts"."""
        alone = " " not in self.name and self.name[:1].isupper() and self.office is not None
        return is_person_name(self.name) or alone or self.last_name


def voices(found: Sequence[Quotation]) -> list[Voice]:
    """Return who is quoted, the most quoted first."""
    offices: dict[str, Counter[str]] = {}
    counts: Counter[str] = Counter()
    for q in found:
        if q.person:
            counts[q.person] += 1
            offices.setdefault(q.person, Counter()).update([q.role] if q.role else [])
    last_names = {name.split()[-1] for name in counts if is_person_name(name)}
    return [
        Voice(
            name=name,
            quotes=n,
            office=next(iter(dict(offices[name].most_common(1))), None),
            last_name=name in last_names,
        )
        for name, n in counts.most_common()
    ]


def quotes(found: Sequence[Quotation], heard: Sequence[Voice], chosen: str, most: int) -> str:
    """Return quotes as cards beside those who are quoted.

    Args:
        found: the quotes, the first ones of which are shown.
        heard: who is quoted, whoever is chosen.
        chosen: whose quotes these are; empty for everybody's.
        most: how many to show.
    """
    if not (found or heard):
        return (
            "<div class='empty'><h3>No quote like that</h3><p>Nobody in your articles is quoted on "
            "this within these limits. Try a last name alone, or fewer words.</p></div>"
        )
    return f"<div class='voices-and-quotes'>{_voices(heard, chosen)}<div>{_list(found, most)}</div></div>"


def _voices(heard: Sequence[Voice], chosen: str) -> str:
    people = [v for v in heard if v.is_person]
    bodies = [v for v in heard if not v.is_person]
    named = "".join(_voice(v, chosen) for v in people[:PEOPLE])
    others = "".join(_voice(v, chosen) for v in bodies[:BODIES])
    left_out = len(people) - PEOPLE
    others_named = (
        f"<p class='where'>and {left_out:,} more; type a name above</p>" if left_out > 1 else ""
    )
    parts = [f"<h3>People</h3><ul>{named}</ul>{others_named}" if named else ""]
    if others:
        parts.append(f"<h3>Offices, companies, unnamed</h3><ul>{others}</ul>")
    return f"<div class='voices'>{''.join(parts)}</div>"


def _voice(v: Voice, chosen: str) -> str:
    pressed = "true" if chosen.lower() == v.name.lower() else "false"
    office = f"<span class='role'>{text(v.office)}</span>" if v.office else ""
    return (
        f"<li><button type='button' class='voice' data-speaker='{text(v.name)}' aria-pressed='{pressed}'>"
        f"<span>{text(v.name)}</span> <span class='number'>{v.quotes:,}</span>{office}</button></li>"
    )


def _list(found: Sequence[Quotation], most: int) -> str:
    if not found:
        return (
            "<div class='empty'><h3>No quote like that</h3><p>Nobody in your articles is quoted on "
            "this within these limits. Choose a person, or fewer words.</p></div>"
        )
    direct = sum(q.kind == "direct" for q in found)
    told = f"{several(len(found), 'quote')}: {direct:,} in quotation marks, {len(found) - direct:,} reported"
    begun = f"; the first {most:,} shown" if len(found) > most else ""
    # What one person says in one article stands on one card.
    cards = groupby(found[:most], key=lambda q: (q.article_id, q.speaker))
    rows = "".join(_card(list(said)) for _of, said in cards)
    return (
        f"<p class='count' role='status'>{text(told + begun)}</p><ul class='quotes'>{rows}</ul>"
        f"{more(most, len(found), SHOWN)}"
    )


def _card(said: Sequence[Quotation]) -> str:
    q = said[0]
    role = f" <span class='role'>{text(q.role)}</span>" if q.role else ""
    return (
        f"<li><b class='speaker'>{text(q.speaker or NOBODY)}</b>{role}"
        f"{''.join(_quote(one) for one in said)}"
        f"<span class='where'>{text(where(q.title, q.publisher, q.published))}</span></li>"
    )


def _quote(q: Quotation) -> str:
    # A direct quotation wears its marks; a reported one is the article's own wording.
    words = f"“{q.text}”" if q.kind == "direct" else q.text
    stance = "" if q.stance == "said" else f"<span class='reported'>{text(q.stance)}</span> "
    reported = "" if q.kind == "direct" else "<span class='reported'>reported</span> "
    return (
        f"<p class='{q.kind}'>{stance}{reported}{passage(q.article_id, q.start, q.end, words)}</p>"
    )
