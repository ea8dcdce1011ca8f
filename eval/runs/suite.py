"""``tradewire eval``: put set, corpus, systems and report together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.digests import corpus_digest, digest
from eval.questions.dataset import Question
from eval.questions.inputs import chosen, indexed, questions_and_sources
from eval.runs.cache import AnswerCache
from eval.runs.compare import Comparison, Outcome, compare, outcomes, read_record
from eval.runs.report import comparison_table, systems_table, table, write_html
from eval.runs.run import Progress, RunResult, run
from eval.scoring import stats
from eval.scoring.llm_judge import Judged, judge
from eval.scoring.ranking import renamed
from eval.systems.systems import AlwaysRefuse, BestPassage, ClosedBook, System, Tradewire
from index.errors import UsageError
from index.ingest.report import SourceReport
from index.library import Library
from index.models import weights
from rag.build import build_embedder, build_model, build_reader
from rag.chain import AnswerChain
from rag.models.chat_model import ChatModel
from rag.settings import Settings

Say = Callable[[str], None]
Watch = Callable[[str], AbstractContextManager[Progress]]
Indexing = Callable[[], AbstractContextManager[Callable[[SourceReport], None]]]
BASELINES = ("bm25", "dense", "tutorial", "extractive", "refuse", "closed-book")
WITH_MODEL = {"tutorial", "closed-book"}
WARM_UP = Question(id="warm-up", question="Which countries met?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to run.

    Attributes:
        set: "seeds", or the path of a questions file.
        corpus: sources of the articles, as ``tradewire index`` takes them.
        mode: "llm" or "extractive"; "auto" runs every mode this machine has.
        limit, seed: only so many questions: the first, or with a seed as many drawn ones.
        baselines: names out of ``BASELINES``.
        compare: an earlier run's record.
        out: where report and records go; None takes the cache folder.
    """

    set: str
    corpus: tuple[str, ...] = ()
    mode: str = "auto"
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
    judged: dict[str, Judged]
    report: Path

    def to_dict(self) -> dict[str, Any]:
        """Return the contract's object: the first run, the others under ``runs``."""
        objects = [
            result.to_dict()
            | {"report": str(self.report)}
            | ({"judge": asdict(self.judged[result.mode])} if result.mode in self.judged else {})
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
    for name in plan.baselines:
        if name not in BASELINES:
            known = ", ".join(BASELINES)
            raise UsageError(f"There is no baseline '{name}'; choose from {known}.")
    earlier = read_record(plan.compare) if plan.compare else None
    found, sources = questions_and_sources(plan.set, plan.corpus)
    if found.note:
        say(found.note)
    questions = chosen(found.questions, plan.limit, plan.seed)
    # Before the articles are read and before any question is asked: is there a model at all?
    model = _model(plan, settings)
    embedder = build_embedder(settings)
    with indexing() as progress:
        folder = indexed(sources, embedder, progress)
    settings = settings.model_copy(update={"index": folder})
    library = Library.open(folder, embedder)
    questions = [renamed(question, library.original_of) for question in questions]
    chain = AnswerChain(library, settings, model, reader=build_reader(settings))
    seed = stats.SEED if plan.seed is None else plan.seed
    try:
        results = _asked(plan, questions, chain, settings, seed, say, watch)
        judged = {r.mode: judge(r.rows, model) for r in results} if plan.judge and model else {}
    finally:
        if model is not None:
            model.stop()
        library.close()
    for name, opinion in judged.items():
        say(f"{name}: {opinion.line()}")
    comparisons = _comparisons(results, earlier, seed)
    if len(results) > 1:
        say(systems_table(results))
    for comparison in comparisons:
        # What turned against a baseline is mostly everything; the page has it.
        say(comparison_table(comparison, flips=comparison.after != results[0].mode))
    record = results[0].record
    assert record is not None
    # Beside the first record, so that no report replaces another.
    page = write_html(results, comparisons, judged, record.with_suffix(".html"))
    say(f"Report: {page}")
    return Finished(
        results=tuple(results), comparisons=tuple(comparisons), judged=judged, report=page
    )


def _asked(
    plan: Plan,
    questions: Sequence[Question],
    chain: AnswerChain,
    settings: Settings,
    seed: int,
    say: Say,
    watch: Watch,
) -> list[RunResult]:
    library = chain.library
    corpus_hash = corpus_digest(library)
    cache = AnswerCache(weights.cache_dir() / "eval" / "answers", corpus_hash)
    # The product, best mode first, then the baselines.
    modes = ["llm", "extractive"] if chain.model is not None else ["extractive"]
    names = [*(modes if plan.mode == "auto" else [plan.mode]), *plan.baselines]
    results = []
    for name in dict.fromkeys(names):
        system = _system(name, chain, settings, corpus_hash)
        if plan.fresh or not all(cache.get(system, question) for question in questions):
            # What loads at first use is not the first question's time.
            system.reply(WARM_UP)
        with watch(name) as progress:
            result = run(
                questions,
                system,
                lambda article_id: library.article(article_id).text,
                name=Path(plan.set).stem,
                folder=plan.out or weights.cache_dir() / "eval" / "runs",
                corpus_hash=corpus_hash,
                cache=cache,
                fresh=plan.fresh,
                progress=progress,
                seed=seed,
            )
        say(table(result))
        results.append(result)
    return results


def _model(plan: Plan, settings: Settings) -> ChatModel | None:
    """Return the language model, if the plan has a use for it."""
    needed = plan.mode == "llm" or plan.judge or bool(WITH_MODEL & set(plan.baselines))
    if plan.mode == "extractive" and not needed:
        return None
    return build_model(settings.model_copy(update={"mode": "llm" if needed else "auto"}))


def _system(name: str, chain: AnswerChain, settings: Settings, corpus_hash: str) -> System:
    library, model = chain.library, chain.model
    if name in {"llm", "extractive"}:
        return Tradewire(chain, settings, name)
    if name in {"bm25", "dense"}:
        return BestPassage(name, library, settings)
    if name == "refuse":
        return AlwaysRefuse()
    assert model is not None
    if name == "closed-book":
        return ClosedBook(model, settings)
    from eval.systems.tutorial import Tutorial

    key = digest([corpus_hash, library.embedder.fingerprint])[:16]
    return Tutorial(library, model, settings, weights.cache_dir() / "eval" / "tutorial" / key)


def _comparisons(
    results: Sequence[RunResult], earlier: Sequence[Outcome] | None, seed: int
) -> list[Comparison]:
    first, *others = results
    before = [(outcomes(other.rows), (other.mode, first.mode)) for other in others]
    if earlier is not None:
        before.insert(0, (list(earlier), ("the record", f"{first.mode}, now")))
    now = outcomes(first.rows)
    return [compare(then, now, names=names, seed=seed) for then, names in before]
