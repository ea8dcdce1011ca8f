"""Do the citations carry the sentences, all of them and each of them?

Citation recall and precision as ALCE defines them (Gao et al. 2023, Enabling Large Language
Models to Generate Text with Citations, section 4), with tradewire's own ``check_support`` as
the test of entailment where ALCE takes an NLI model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.scoring.answer_score import TextOf, stored
from eval.scoring.text_match import without_markers
from eval.types import AnswerDict
from rag.verify import Support, check_support


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One answer sentence against its citations.

    Attributes:
        supported: what it cites, taken together, carries it (ALCE's recall, 0 or 1).
        precise: per citation: the sentence is supported, and this citation carries it alone
            or is needed by the others.
        score, reasons: of ``check_support`` over all the citations together.
    """

    text: str
    supported: bool
    precise: tuple[bool, ...]
    score: float
    reasons: tuple[str, ...]


def attributions(answer: AnswerDict, text_of: TextOf) -> tuple[Attribution, ...]:
    """Check each sentence of an answer; without sentences, as under a refusal, nothing.

    Args:
        answer: of any system.
        text_of: the stored text of an article by id.
    """
    return tuple(_attribution(s, answer, text_of) for s in answer.get("sentences") or ())


def _attribution(sentence: Mapping[str, Any], answer: AnswerDict, text_of: TextOf) -> Attribution:
    claim = without_markers(str(sentence["text"]))
    cited = {c.get("number"): c for c in answer.get("citations") or ()}
    citations = [cited[number] for number in sentence["citations"] if number in cited]
    quotes = [str(c["quote"]) for c in citations]
    articles = {str(c["article_id"]): str(c.get("published") or "")[:10] for c in citations}
    # An article's day on top tells what its "Thursday" is.
    background = "\n".join(f"{day}\n{stored(text_of, id_)}" for id_, day in articles.items())
    given = f"{answer.get('question')} {answer.get('standalone_question') or ''}"

    def check(passages: Sequence[str]) -> Support:
        return check_support(claim, passages, background=background, given=given)

    if not quotes:
        return Attribution(
            text=claim, supported=False, precise=(), score=0.0, reasons=("no citation",)
        )
    whole = check(quotes)
    # A single citation is all of them: that it carries the sentence is known already.
    precise = tuple(
        whole.supported
        and (
            len(quotes) == 1
            or check([quote]).supported
            or not check([*quotes[:i], *quotes[i + 1 :]]).supported
        )
        for i, quote in enumerate(quotes)
    )
    return Attribution(
        text=claim,
        supported=whole.supported,
        precise=precise,
        score=whole.score,
        reasons=tuple(whole.reasons),
    )
