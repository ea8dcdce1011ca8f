"""What the terminal shows: tables, texts, progress. Article text never becomes markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from rich.table import Table
from rich.text import Text

from index.library import Library
from rag.contract import Answer, AnswerSentence
from rag.events import AnswerEvent, SentenceChecked
from rag.types import FoundPassage, Refusal
from rag.verdict.explain import Explanation
from ui.cli.terminal import ERR, OUT, steps
from ui.views.answer import CLOSEST


@contextmanager
def questions_progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """Show how many questions a system was asked, and the time left."""

    def line(done: int, total: int) -> None:
        if done == total or done % 10 == 0:
            ERR.print(Text(f"{name}: {done} of {total}"))

    with steps(name) as shown:
        yield shown if ERR.is_terminal else line


# -- search -----------------------------------------------------------------------


def print_results(results: Sequence[FoundPassage], library: Library) -> None:
    """Print what was found, each article with the chunk that was found in it.

    Args:
        results: best first.
        library: the index that they were found in.
    """
    for r in results:
        article = library.article(r.article_id)
        known = [article.title or r.article_id, article.publisher, (article.published or "")[:10]]
        OUT.print(Text(f"{r.rank}. {' · '.join(part for part in known if part)}", style="bold"))
        OUT.print(Text(f"   {_stages(r.score, r.scores)}   {r.chunk_id}", style="dim"))
        OUT.print(Text(f"{' '.join(article.text[r.chunk_start : r.chunk_end].split())}\n"))


def _stages(score: float, scores: Mapping[str, float]) -> str:
    return f"{score:.3f}: " + ", ".join(f"{name} {value:.3f}" for name, value in scores.items())


def explanation_dict(e: Explanation) -> dict[str, Any]:
    """Return the JSON object of ``search --explain --json``."""
    query = {k: v for k, v in asdict(e.query).items() if k not in {"periods", "filters"}}
    return {
        "query": query
        | {
            "periods": [
                {"since": str(p.since or "") or None, "until": str(p.until or "") or None,
                 "words": p.words}
                for p in e.query.periods
            ],
            "filters": asdict(e.query.filters),
        },
        "words": {word: round(weight, 3) for word, weight in e.words.items()},
        "candidates": [
            {"article_id": c.article_id, "chunk_id": c.chunk_id, "rank": c.rank,
             "score": round(c.score, 6), "scores": {k: round(v, 6) for k, v in c.scores.items()}}
            for c in e.candidates
        ],
        "evidence": [
            {"article_id": c.evidence.article_id, "start": c.evidence.start,
             "end": c.evidence.end, "text": c.evidence.text, "place": c.place,
             "parts": {k: round(v, 3) for k, v in c.parts.items()}, "reason": c.reason,
             "tokens": c.tokens}
            for c in e.evidence
        ],
    }  # fmt: skip


def print_explanation(e: Explanation, library: Library) -> None:
    """Print how the question was understood, what was found, and why each sentence was chosen.

    Args:
        e: how the question went.
        library: the index, which has the titles.
    """
    q = e.query
    understood = {
        "Kind": q.kind, "Speakers": ", ".join(q.speakers), "Names": ", ".join(q.names),
        "Times": ", ".join(p.words for p in q.periods), "Quoted": ", ".join(q.phrases),
        "Words": ", ".join(f"{word} {weight:.1f}" for word, weight in e.words.items()),
    }  # fmt: skip
    for name, value in understood.items():
        if value:
            OUT.print(Text(f"{name:9}", style="bold") + Text(value))
    OUT.print(Text("\nPassages found", style="bold"))
    for c in e.candidates:
        title = library.article(c.article_id).title or c.article_id
        OUT.print(Text(f"{c.rank:>3}. {title}"))
        OUT.print(Text(f"     {_stages(c.score, c.scores)}   {c.chunk_id}", style="dim"))
    tokens = sum(c.tokens for c in e.evidence)
    OUT.print(Text(f"\nEvidence chosen, about {tokens} tokens", style="bold"))
    for chosen in e.evidence:
        title = library.article(chosen.evidence.article_id).title or chosen.evidence.article_id
        place = "  –" if chosen.place is None else f"{chosen.place:>3}"
        OUT.print(Text(f"{place}. {' '.join(chosen.evidence.text.split())}"))
        parts = " ".join(f"{name} {value:+.2f}" for name, value in chosen.parts.items())
        OUT.print(Text(f"     {chosen.reason}   {parts}   {title}", style="dim"))


# -- answers ----------------------------------------------------------------------


def print_answer(events: Iterator[AnswerEvent], *, explain: bool = False) -> Answer:
    """Print each sentence as it is ready, then sources; return the answer.

    Args:
        events: what the chain yields, the answer last.
        explain: also tells how the question was read, and why each sentence may be shown.
    """
    answer: Answer | None = None
    # The articles' own sentences come all at once, and only the whole answer tells how sure it is.
    held: list[AnswerSentence] = []
    for event in events:
        if isinstance(event, SentenceChecked):
            held.append(event.sentence)
            if event.sentence.support != "verbatim":
                _print_sentences(held, explain=explain)
        elif isinstance(event, Answer):
            answer = event
    assert answer is not None
    if answer.confidence == "low":
        OUT.print(Text(CLOSEST, style="bold yellow"))
    _print_sentences(held, explain=explain, before="  " if answer.confidence == "low" else "")
    if answer.status == "failed":
        ERR.print(Text(f"tradewire: {answer.error}"))
    elif answer.refusal:
        _print_refusal(answer.refusal)
    elif not answer.sentences:
        OUT.print(Text(answer.text))
    for c in answer.citations:
        known = (c.title or c.article_id, c.publisher, (c.published or "no date")[:10])
        where = " · ".join(part for part in known if part)
        OUT.print(Text(f"[{c.number}] {where}", style="dim"))
        OUT.print(Text(f"    “{' '.join(c.quote.split())}”", style="dim"))
    if explain:
        OUT.print(Text(_read_as(answer), style="dim"))
    who = "; ".join(filter(None, (answer.model or "extractive, no language model", answer.note)))
    ERR.print(Text(f"({who}, {(answer.timings_ms.total or 0) / 1000:.1f} s)", style="dim"))
    return answer


def _print_refusal(refusal: Refusal) -> None:
    """Print what is missing, what is said instead, and how to read on."""
    OUT.print(Text(refusal.without_nearest))
    if refusal.instead:
        OUT.print(Text("They do say:"))
    for said in refusal.instead:
        OUT.print(Text(f"  “{' '.join(said.quote.split())}” ({said.article_id})", style="dim"))
    if refusal.nearest:
        OUT.print(Text("Read on with “tradewire show ID”, or ask in other words:"))
    for near in refusal.nearest:
        OUT.print(Text(f"  {near.article_id}  {near.title or ''}".rstrip(), style="dim"))


def _print_sentences(held: list[AnswerSentence], *, explain: bool, before: str = "") -> None:
    """Print what is held back, each sentence with what was asked for in bold."""
    for sentence in held:
        shown = Text(f"{before}{sentence.text}")
        if sentence.mark:
            shown.stylize("bold", *(len(before) + place for place in sentence.mark))
        OUT.print(shown)
        for reason in sentence.reasons if explain else ():
            OUT.print(Text(f"    {sentence.support}: {reason}", style="dim"))
    held.clear()


def _read_as(answer: Answer) -> str:
    """Tell how the question was understood and how sure the answer is."""
    parts = [f"understood as: {answer.standalone_question}"]
    if answer.understood is not None:
        parts.append(f"asks for: {answer.understood.kind}")
        parts += [f"speaker: {name}" for name in answer.understood.speakers[:3]]
        parts += [f"time: {words}" for words in answer.understood.periods]
    if answer.probability is not None:
        parts.append(f"the articles answer it with probability {answer.probability:.2f}")
    return "; ".join(parts)


# -- models -----------------------------------------------------------------------


def print_models(rows: Sequence[dict[str, Any]]) -> None:
    """Print the catalogue of weights."""
    table = Table("name", "role", "licence", "size", "installed", box=None)
    for row in rows:
        size, where = f"{row['bytes'] / 1e6:,.0f} MB", row["installed"] or "–"
        table.add_row(row["name"], row["role"], row["licence"], size, where)
    OUT.print(table)
