"""Why a sentence of an answer may stand there, in words for its reader."""

from __future__ import annotations

from collections.abc import Mapping

from index.library import Library
from rag.types import AnswerSentence, Citation
from rag.verify import check_support

QUOTED = "The quoted words stand in the article letter by letter."
OWN_WORDS = "This sentence stands in the article letter by letter."
IN_OTHER_WORDS = "Says in other words what its sources say."


def reasons(
    sentence: AnswerSentence, known: Mapping[int, Citation], question: str, library: Library
) -> list[str]:
    """Return what the checks found for a shown sentence, one phrase each."""
    cited = [known[n] for n in sentence.citations if n in known]
    marks = "".join(f"[{n}]" for n in sentence.citations)
    support = check_support(
        sentence.text.removesuffix(marks).rstrip(),
        [citation.quote for citation in cited],
        background="\n".join(library.article(id_).text for id_ in {c.article_id for c in cited}),
        given=question,
    )
    # The page shows what was checked before; a second look from fewer passages takes nothing back.
    found = [_spoken(reason) for reason in support.reasons] if support.supported else []
    own = QUOTED if "“" in sentence.text else OWN_WORDS
    first = own if sentence.support == "verbatim" else IN_OTHER_WORDS
    articles = len({c.article_id for c in cited})
    rests = f"Rests on {_several(len(cited), 'passage')} of {_several(articles, 'article')}."
    return [first, *found, rests]


def _spoken(reason: str) -> str:
    return f"{reason[0].upper()}{reason[1:]}."


def _several(n: int, thing: str) -> str:
    return f"one {thing}" if n == 1 else f"{n} {thing}s"
