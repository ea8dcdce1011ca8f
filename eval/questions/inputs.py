"""What a run is asked, and over which articles."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import index
from eval.digests import code_version, digest
from eval.questions.dataset import Question, seeds_corpus, seeds_questions
from eval.questions.readers import QuestionSet, read_set
from index.errors import EmptyIndex, UsageError
from index.ingest.pipeline import ingest
from index.ingest.report import SourceReport
from index.models import weights
from index.models.embedder import Embedder
from index.replacing import replacing


def questions_and_sources(name: str, corpus: Sequence[str]) -> tuple[QuestionSet, list[str]]:
    """Return the questions of a set and the sources of the articles they are about.

    Args:
        name: "seeds", or the path of a questions file.
        corpus: the sources; empty for a set that brings its articles along.

    Raises:
        UsageError: there is no such set, or no articles for it.
    """
    if name == "seeds":
        found = QuestionSet(kind="tradewire", questions=tuple(seeds_questions()))
        return found, [str(path) for path in seeds_corpus()]
    path = Path(name)
    if not path.is_file():
        raise UsageError(
            f"There is no question set '{name}'; name seeds, or a .jsonl, .csv or .json file "
            "with --corpus ARTICLES."
        )
    found = read_set(path)
    if corpus:
        return found, list(corpus)
    if not found.articles:
        raise UsageError(f"'{name}' needs --corpus with the articles that it asks about.")
    return found, [str(own_corpus(found.kind, found.articles))]


def chosen(questions: Sequence[Question], limit: int | None, seed: int | None) -> list[Question]:
    """Return the first so many, or, with a seed, as many drawn ones in the set's order.

    Args:
        questions: of a set, in order.
        limit: how many; None for all.
        seed: of the draw.
    """
    if limit is None or limit >= len(questions):
        return list(questions)
    if seed is None:
        return list(questions[:limit])
    drawn = random.Random(seed).sample(range(len(questions)), limit)
    return [questions[i] for i in sorted(drawn)]


def indexed(
    sources: Sequence[str], embedder: Embedder, progress: Callable[[SourceReport], None]
) -> Path:
    """Return an index of the evaluation's own, kept between runs; never the user's.

    It belongs to the sources, the embedder and the code that made it: after a change of how
    articles are cleaned or cut, they are indexed anew.

    Args:
        sources: files and folders.
        embedder: for the index.
        progress: told of each source.

    Raises:
        EmptyIndex: the sources hold no article.
    """
    made_of = [
        sorted(str(Path(s).resolve()) for s in sources),
        embedder.fingerprint,
        code_version((index,)),
    ]
    folder = weights.cache_dir() / "eval" / "index" / digest(made_of)[:16]
    if not ingest(folder, sources, embedder, prune=True, progress=progress).stored:
        raise EmptyIndex(f"No article was found in {', '.join(sources)}; name files or folders.")
    return folder


def own_corpus(kind: str, articles: Sequence[Mapping[str, Any]]) -> Path:
    """Write corpus records that came with the questions where they can be indexed.

    Args:
        kind: of the set, part of the file's name.
        articles: as in a corpus file.
    """
    records = [dict(article) for article in articles]
    path = weights.cache_dir() / "eval" / "sets" / f"{kind}-{digest(records)[:12]}.jsonl"
    if not path.exists():
        with replacing(path, "the articles of a set", "free some space there") as beside:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path
