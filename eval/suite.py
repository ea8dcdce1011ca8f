"""``tradewire eval``: put set, corpus, systems and report together."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval import stats
from eval.cache import AnswerCache
from eval.compare import Comparison, Outcome, compare, outcomes, read_record
from eval.dataset import Question, seeds_corpus, seeds_questions
from eval.digests import corpus_digest, digest
from eval.judge import Judged, judge
from eval.readers import QuestionSet, read_set
from eval.report import comparison_table, systems_table, table, write_html
from eval.run import Progress, RunResult, run
from eval.systems import AlwaysRefuse, ClosedBook, System, Tradewire, bm25, dense
from index import weights
from index.errors import EmptyIndex, ModelUnavailable, UsageError
from index.ingest import SourceReport, ingest
from index.library import Library
from rag.build import build_embedder, build_model
from rag.chain import NO_MODEL, AnswerChain
from rag.llm import ChatModel
from rag.settings import Settings

Say = Callable[[str], None]
Watch = Callable[[str], AbstractContextManager[Progress]]
Indexing = Callable[[], AbstractContextManager[Callable[[SourceReport], None]]]
BASELINES = ("bm25", "dense", "tutorial", "extractive", "refuse", "closed-book")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to run.

    Attributes:
        set: "seeds", or the path of a questions file.
        corpus: sources of the articles, as ``tradewire index`` takes them.
        mode: "llm" or "extractive"; None runs every mode this machine has.
        limit: only so many questions: the first ones, or with a seed as many drawn ones.
        seed: of the draw and of the resampling.
        baselines: names out of ``BASELINES``.
        compare: a record to compare with.
        fresh: ask again what was asked before under the same conditions.
        judge: let the language model judge the answers too.
        out: where report and records go; None takes the cache folder.
    """

    set: str
    corpus: tuple[str, ...] = ()
    mode: str | None = None
    limit: int | None = None
    seed: int | None = None
    baselines: tuple[str, ...] = ()
    compare: Path | None = None
    fresh: bool = False
    judge: bool = False
    out: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """Everything a plan gave; the first result is the one the others are compared with."""

    results: tuple[RunResult, ...]
    comparisons: tuple[Comparison, ...]
    judged: dict[str, Judged] = field(default_factory=dict)
    report: Path | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the contract's object: the first run, the others under ``runs``."""
        objects = [
            result.to_dict()
            | {"report": str(self.report)}
            | ({"judge": self.judged[result.mode].to_dict()} if result.mode in self.judged else {})
            for result in self.results
        ]
        more: dict[str, Any] = {"runs": objects} if len(objects) > 1 else {}
        if self.comparisons:
            more["comparisons"] = [comparison.to_dict() for comparison in self.comparisons]
        return objects[0] | more


def evaluate(
    plan: Plan,
    settings: Settings,
    say: Say,
    *,
    watch: Watch = lambda _name: nullcontext(lambda _done, _total: None),
    indexing: Indexing = lambda: nullcontext(lambda _report: None),
) -> Finished:
    """Run a plan: the product first, then the baselines, each over the same questions.

    Args:
        plan: what to run.
        settings: the settings under test.
        say: takes each line for the terminal.
        watch: opens a progress display for the system of that name.
        indexing: opens one for indexing.

    Raises:
        UsageError: the set, the corpus, a baseline or the record to compare with is wrong.
        ModelUnavailable: a language model is needed and there is none.
    """
    _known(plan.baselines)
    earlier = read_record(plan.compare) if plan.compare else None
    found, sources = _set(plan, weights.cache_dir() / "eval" / "sets")
    if found.note:
        say(found.note)
    questions = _chosen(found.questions, plan)
    folder = indexed(sources, settings, say, indexing)
    settings = settings.model_copy(update={"index": folder})
    library = Library.open(folder, build_embedder(settings))
    needed = (
        plan.mode != "extractive" or plan.judge or {"tutorial", "closed-book"} & set(plan.baselines)
    )
    wanted = (plan.mode or "auto") if needed and plan.mode != "extractive" else "auto"
    model = build_model(settings.model_copy(update={"mode": wanted})) if needed else None
    try:
        return _ran(plan, questions, library, model, settings, earlier, say, watch)
    finally:
        if model is not None:
            model.stop()
        library.close()


def _ran(
    plan: Plan,
    questions: Sequence[Question],
    library: Library,
    model: ChatModel | None,
    settings: Settings,
    earlier: Sequence[Outcome] | None,
    say: Say,
    watch: Watch,
) -> Finished:
    out = plan.out or weights.cache_dir() / "eval" / "runs"
    seed = stats.SEED if plan.seed is None else plan.seed
    corpus_hash = corpus_digest(library)
    cache = AnswerCache(weights.cache_dir() / "eval" / "answers", corpus_hash)
    chain = AnswerChain(library, settings, model)
    results = []
    for name in _systems(plan, model):
        system = _system(name, chain, library, model, settings, corpus_hash)
        waiting = [q for q in questions if plan.fresh or cache.get(system, q) is None]
        if waiting:
            _warm(system, waiting[0], model)
        with watch(name) as progress:
            result = run(
                questions,
                system,
                lambda article_id: library.article(article_id).text,
                name=Path(plan.set).stem,
                folder=out,
                corpus_hash=corpus_hash,
                cache=cache,
                fresh=plan.fresh,
                progress=progress,
                seed=seed,
            )
        say(table(result))
        results.append(result)
    if plan.judge and model is None:
        raise ModelUnavailable(f"--judge needs a language model. {NO_MODEL}")
    judged = {r.mode: judge(r.rows, model) for r in results} if plan.judge and model else {}
    for name, found in judged.items():
        say(f"{name}: {found.line()}")
    comparisons = _comparisons(results, earlier, plan, seed)
    if len(results) > 1:
        say(systems_table(results))
    for comparison in comparisons:
        # What turned against a baseline is mostly everything; the page has it.
        say(comparison_table(comparison, flips=comparison.after != results[0].mode))
    page = write_html(results, comparisons, judged, out / f"{Path(plan.set).stem}.html")
    say(f"Report: {page}")
    return Finished(
        results=tuple(results), comparisons=tuple(comparisons), judged=judged, report=page
    )


def _known(baselines: Sequence[str]) -> None:
    for name in baselines:
        if name not in BASELINES:
            raise UsageError(f"There is no baseline '{name}'; choose from {', '.join(BASELINES)}.")


def _set(plan: Plan, folder: Path) -> tuple[QuestionSet, list[str]]:
    """Return the questions and the sources of the articles they are about."""
    if plan.set == "seeds":
        found = QuestionSet(kind="tradewire", questions=tuple(seeds_questions()))
        return found, [str(path) for path in seeds_corpus()]
    path = Path(plan.set)
    if not path.is_file():
        raise UsageError(
            f"There is no question set '{plan.set}'; name seeds, or a .jsonl, .csv or .json file "
            "with --corpus ARTICLES."
        )
    found = read_set(path)
    if plan.corpus:
        return found, list(plan.corpus)
    if not found.articles:
        raise UsageError(f"'{plan.set}' needs --corpus with the articles that it asks about.")
    return found, [str(_own_corpus(found, folder))]


def _own_corpus(found: QuestionSet, folder: Path) -> Path:
    """Write the articles that came with the questions where they can be indexed."""
    records = [dict(article) for article in found.articles]
    path = folder / f"{found.kind}-{digest(records)[:12]}.jsonl"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.partial")
        beside.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
        beside.replace(path)
    return path


def _chosen(questions: Sequence[Question], plan: Plan) -> list[Question]:
    """Return the first so many, or, with a seed, as many drawn ones in the set's order."""
    if plan.limit is None or plan.limit >= len(questions):
        return list(questions)
    if plan.seed is None:
        return list(questions[: plan.limit])
    drawn = random.Random(plan.seed).sample(range(len(questions)), plan.limit)
    return [questions[i] for i in sorted(drawn)]


def indexed(sources: Sequence[str], settings: Settings, say: Say, indexing: Indexing) -> Path:
    """Return an index of the evaluation's own, kept between runs; never the user's.

    Raises:
        EmptyIndex: the sources hold no article.
    """
    embedder = build_embedder(settings)
    key = digest([sorted(str(Path(s).resolve()) for s in sources), embedder.fingerprint])[:16]
    folder = weights.cache_dir() / "eval" / "index" / key
    with indexing() as progress:
        counts = ingest(folder, sources, embedder, prune=True, progress=progress)
    if fresh := counts.count("added") + counts.count("changed"):
        say(f"Indexed {fresh:,} articles for the evaluation.")
    if not counts.stored:
        raise EmptyIndex(f"No article was found in {', '.join(sources)}; name files or folders.")
    return folder


def _systems(plan: Plan, model: ChatModel | None) -> list[str]:
    """Return what to ask: the product, best mode first, then the baselines."""
    modes = [plan.mode] if plan.mode in {"llm", "extractive"} else ["extractive"]
    if plan.mode not in {"llm", "extractive"} and model is not None:
        modes = ["llm", "extractive"]
    return list(dict.fromkeys([*modes, *plan.baselines]))


def _system(
    name: str,
    chain: AnswerChain,
    library: Library,
    model: ChatModel | None,
    settings: Settings,
    corpus_hash: str,
) -> System:
    if name in {"llm", "extractive"}:
        return Tradewire(chain, settings, name)
    if name == "bm25":
        return bm25(library, settings)
    if name == "dense":
        return dense(library, settings)
    if name == "refuse":
        return AlwaysRefuse()
    if model is None:
        raise ModelUnavailable(f"The baseline '{name}' needs a language model. {NO_MODEL}")
    if name == "closed-book":
        return ClosedBook(model, settings)
    from eval.tutorial import Tutorial

    key = digest([corpus_hash, library.embedder.fingerprint])[:16]
    return Tutorial(library, model, settings, weights.cache_dir() / "eval" / "tutorial" / key)


def _warm(system: System, question: Question, model: ChatModel | None) -> None:
    """Load what loads at first use, so that the first question is timed like the others."""
    if system.model is not None and model is not None:
        model.load()
    elif system.name != "refuse":
        system.reply(question)


def _comparisons(
    results: Sequence[RunResult],
    earlier: Sequence[Outcome] | None,
    plan: Plan,
    seed: int,
) -> list[Comparison]:
    first, *others = results
    now = outcomes(first.rows)
    found = [
        compare(outcomes(other.rows), now, names=(other.mode, first.mode), seed=seed)
        for other in others
    ]
    if earlier is None or plan.compare is None:
        return found
    names = ("the record", f"{first.mode}, now")
    return [compare(earlier, now, names=names, seed=seed), *found]
