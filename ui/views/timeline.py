"""The timeline as a Plotly figure and as a list that says the same. Pure."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from index.text.names import is_person_name
from ui.views.safe_html import NO_DATE, day, more, passage, place, several, text
from ui.views.series import MOST_QUOTES, Point, Points, dated

SPEAKERS, LISTED = 8, 60
# Of the plot, in pixels.
SAID, LANE, STRIP, GAP, MARGIN = 40, 26, 100, 28, 44
_INK = {
    "light": {"ink": "#1d2522", "line": "#d5dbd7", "said": "#17594b", "figure": "#8a4b08"},
    "dark": {"ink": "#e3e8e4", "line": "#39423e", "said": "#84cdb8", "figure": "#e0b070"},
}


Strip = tuple[int, dict[str, Any], dict[str, Any]]
"""A part of the plot: how high it is in pixels, what its scale has of its own, and its points for Plotly."""


def figure(found: Sequence[Point], theme: str) -> str | None:
    """Return the plot as Plotly's JSON, each point with the address it opens; None if it is empty.

    Above, each speaker has a lane; below, the figures of each subject and unit have their scale.

    Args:
        found: the points; those without a day are not on the plot.
        theme: "dark", or else light.
    """
    on_days = dated(found)
    if not on_days:
        return None
    ink = _INK["dark" if theme == "dark" else "light"]
    strips = [*_said(on_days, ink["said"]), *_series(on_days, ink["figure"])]
    whole = sum(height for height, _axis, _trace in strips) + GAP * (len(strips) - 1)
    axis = {"gridcolor": ink["line"], "zeroline": False, "automargin": True, "fixedrange": True}
    numbers = ["", *map(str, range(2, len(strips) + 1))]
    layout: dict[str, Any] = {
        "height": whole + MARGIN,
        "margin": {"l": 8, "r": 16, "t": 8, "b": 36},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "system-ui, sans-serif", "size": 12, "color": ink["ink"]},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"align": "left", "font": {"size": 12}},
        "dragmode": False,
        "xaxis": {**axis, "type": "date", "anchor": f"y{numbers[-1]}", "fixedrange": False},
    }
    top = float(whole)
    for number, (height, own, trace) in zip(numbers, strips, strict=True):
        domain = [max(0.0, (top - height) / whole), top / whole]
        layout[f"yaxis{number}"] = {**axis, "domain": domain, **own}
        trace["yaxis"] = f"y{number}"
        top -= height + GAP
    traces = [trace for _height, _own, trace in strips]
    return json.dumps({"data": traces, "layout": layout, "config": _CONFIG})


_CONFIG = {"displayModeBar": False, "scrollZoom": False, "displaylogo": False}


def _said(on_days: Sequence[Point], colour: str) -> Iterator[Strip]:
    """Yield the lanes of those who speak most; people come before ministries and papers."""
    often = [who for who, _n in Counter(p.who for p in on_days if p.kind == "said").most_common()]
    lanes = sorted(often, key=lambda who: not is_person_name(who))[:SPEAKERS][::-1]
    said = [p for p in on_days if p.kind == "said" and p.who in lanes]
    if said:
        names = [_short(who) for who in lanes]
        own = {"type": "category", "categoryorder": "array", "categoryarray": names}
        mark = {"color": colour, "symbol": "circle"}
        trace = _trace("Said", said, [_short(p.who) for p in said], mark)
        yield SAID + LANE * len(lanes), own, trace


def _series(on_days: Sequence[Point], colour: str) -> Iterator[Strip]:
    groups: dict[tuple[str, str], list[Point]] = {}
    for p in on_days:
        if p.kind == "figure":
            groups.setdefault(p.series, []).append(p)
    for series in groups.values():
        unit = _mostly(p.unit for p in series)
        subject = _mostly(p.subject for p in series)
        named = [_short(part) for part in (subject, unit) if part]
        own = {"title": {"text": "<br>".join(named)}, "rangemode": "tozero"}
        mark = {"color": colour, "symbol": "diamond"}
        values = [round(p.value_in(unit), 4) for p in series]
        yield STRIP, own, _trace(", ".join(named), series, values, mark)


def _trace(
    name: str, found: Sequence[Point], y: Sequence[Any], mark: dict[str, str]
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [p.day for p in found],
        "y": list(y),
        "cliponaxis": False,
        "marker": {"size": 11, "opacity": 0.85, **mark},
        "customdata": [f"#{place(p.article_id, p.start, p.end)}" for p in found],
        "text": [_hover(p) for p in found],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _hover(p: Point) -> str:
    """Return what stands beside a point; Plotly reads a few tags, so none is left in the text."""
    words = "<br>".join(text(line) for line in textwrap.wrap(_words(p), 56, max_lines=5))
    what = f" {text(p.subject)}" if p.subject else ""
    return f"<b>{text(_short(p.who))}</b>{what}, {text(day(p.day))}<br>{words}"


def _mostly(written: Iterable[str | None]) -> str:
    return Counter(one or "" for one in written).most_common(1)[0][0]


def _words(p: Point) -> str:
    return f"“{p.text}”" if p.direct else p.text


def _short(who: str) -> str:
    """Return a name that fits beside its lane, without what Plotly reads as a tag."""
    plain = who.replace("<", "‹").replace(">", "›")
    return plain if len(plain) <= 24 else f"{plain[:23].rstrip()}…"


def _subject(p: Point) -> str:
    return f"<span class='role'>{text(p.subject)}</span>" if p.subject else ""


def choice(found: Sequence[str]) -> str:
    """Return topics to begin with."""
    rows = "".join(
        f"<li><button type='button' class='suggestion' data-topic='{text(topic)}'>{text(topic)}</button></li>"
        for topic in found
    )
    offered = f"<ul class='topics'>{rows}</ul>" if rows else ""
    return (
        "<div class='empty'><h3>Choose a topic</h3><p>You see who spoke about it and which "
        f"figures were given, day by day. Or name a topic or a person above.</p>{offered}</div>"
    )


def listed(points: Points, about: str | None, most: int) -> str:
    """Return the first ``most`` points as a list, by day; those without a date last.

    Args:
        points: with how many were left out.
        about: the topic, if one was named.
        most: how many at once.
    """
    found = points.shown
    if not found:
        return (
            "<div class='empty'><h3>Nothing on this yet</h3><p>Your articles hold no quote and no "
            "figure on this within these limits. Try a broader topic, or no dates.</p></div>"
        )
    undated = len(found) - len(dated(found))
    notes = [several(len(found), "point")]
    if undated:
        notes.append(f"{undated} without a date, listed last and not on the plot")
    if len(found) > most:
        notes.append(f"the first {most} listed")
    speakers = len({p.who for p in dated(found) if p.kind == "said"})
    if speakers > SPEAKERS:
        notes.append(f"the plot shows the {SPEAKERS} who speak most of {speakers}")
    if points.quotes > MOST_QUOTES:
        which = "nearest to the topic" if about else "latest"
        notes.append(f"of {points.quotes:,} quotes the {MOST_QUOTES} {which}")
    if points.left_out:
        notes.append(f"{several(points.left_out, 'figure')} of other things left out")
    if not about:
        notes.append("name a topic to see its figures too")
    rows, last = [], ""
    for p in found[:most]:
        on = day(p.day) if p.day else NO_DATE.capitalize()
        if on != last:
            rows.append(f"<li class='day'><h3>{text(on)}</h3></li>")
            last = on
        rows.append(
            f"<li class='{p.kind}'><b class='speaker'>{text(p.who)}</b>{_subject(p)}"
            f"{passage(p.article_id, p.start, p.end, _words(p))}"
            f"<span class='where'>{text(' · '.join(s for s in (p.title or 'Untitled', p.publisher) if s))}</span></li>"
        )
    return (
        f"<p class='count' role='status'>{text('; '.join(notes))}.</p>"
        f"<ul class='days'>{''.join(rows)}</ul>{more(most, len(found), LISTED)}"
    )
