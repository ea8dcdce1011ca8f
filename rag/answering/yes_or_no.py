"""The answer to a yes-or-no question: yes or no first, then the articles' sentence that proves it."""

from __future__ import annotations

from index.library import Library
from index.text.words import named_in
from rag.answering.citations import Checked, one_line, standing_on
from rag.evidence.opinion import opinion
from rag.verdict.yes_no.settled import How, Settled

_LEADS: dict[How, str] = {
    "yes": "Yes:",
    "no": "No:",
    "ahead": "Not yet, by these articles:",
    "open": "That is not settled:",
    "other": "Not just that:",
    "disputed": "There is no proof of that, it is disputed:",
    "supposed": "Not said, only supposed:",
    "asked": "Not said, only asked:",
}


def proof(settled: Settled, library: Library) -> Checked:
    """Put what settles a question into one sentence.

    Args:
        settled: yes, no or why neither, with the sentences that say so.
        library: the index that they are of.
    """
    text = one_line(" ".join(s.text for s in settled.sentences))
    lead = _LEADS[settled.how]
    piece = opinion(library.article(settled.sentences[0].article_id))
    if piece is not None:
        lead = f"{'So says' if settled.how == 'yes' else f'{lead[:-1]}, in'} {piece}:"
    speaker = settled.speaker
    if piece is None and settled.headline is not None:
        lead = f"{lead[:-1]}, by the headline “{settled.headline}”:"
    elif speaker and not named_in(speaker, text):
        lead = f"{lead} {speaker}:"
    return Checked(
        text=f"{lead} {text}",
        evidence=standing_on(settled.sentences, library),
        support="supported",
        reasons=("the article's own sentence, held against what the question claims",),
    )
