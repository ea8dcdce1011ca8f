"""Check a sentence of one's own: ``from rag.verify import check_support``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from index.models import weights
from rag.build import build_embedder
from rag.checks.features import Similarity, similarity_by
from rag.checks.support import Support, Verifier
from rag.checks.support import check_support as checked
from rag.settings import Settings

__all__ = ["Support", "check_support", "similarity_here"]


def check_support(
    claim: str,
    passages: Sequence[str],
    *,
    background: str = "",
    given: str = "",
    verifier: Verifier | None = None,
) -> Support:
    """Check one sentence against passages, with the embedder that the settings name.

    It is loaded at the first call. Where its weights are missing words alone decide, and the
    reasons say so; nothing is fetched.

    Args:
        claim: the sentence.
        passages: what it must rest on, as they stand in the articles.
        background: text in which names and dates may be explained, but which supports nothing.
        given: the question answered; its words need not stand in the passages again.
        verifier: a model that is asked about doubtful sentences only.
    """
    return checked(
        claim,
        passages,
        similarity=similarity_here(),
        background=background,
        given=given,
        verifier=verifier,
    )


@cache
def similarity_here() -> Similarity | None:
    """Return the similarity of the configured embedder; None without its weights."""
    settings = Settings()
    if weights.installed(settings.embedder) is None:
        return None
    return similarity_by(build_embedder(settings))
