"""A yes-or-no question settled: the sentence of the articles that says yes, or no, or leaves it open.

What somebody is asked to have said is looked up in the ledger first, with the stance in which it stands
there: words that were denied, disputed or supposed are no yes. Then the sentences found are held against
the claim one by one, and at last the headlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.library import Library
from index.store.ledger import ArticleQuote
from index.text.days import years_meant
from index.text.words import counts, stem, tokens
from index.types import Sentence, overlap, touched
from rag.checks.modality import WILL
from rag.evidence.afterwards import contested, sentences_after, taken_back, with_next
from rag.evidence.context import is_heading, leaning_on, retold, told_by_another, without_dateline
from rag.evidence.corrected import admits_error, error_before
from rag.evidence.select import Scored
from rag.retrieval.retriever import Retrieval
from rag.statements.ledger import MOST_CONSIDERED, by_people, in_time
from rag.statements.matching import worded_as
from rag.types import Query, Whether
from rag.verdict.yes_no.claimed import Claim, Told, stems_of
from rag.verdict.yes_no.instead import set_against
from rag.verdict.yes_no.polarity import Stand
from rag.verdict.yes_no.stand import denies, short_answer, stand_of

Unsaid = Literal["denied", "disputed", "supposed", "asked"]
How = Stand | Literal["supposed", "asked"]
READ, HEADLINES, BEFORE = 24, 5, 2
NEAR = 6
# From this logit on the reader holds a sentence to be about the question.
ABOUT = 0.0
# So much of the best sentence's share of the question makes another one near it.
SAME_MATTER = 0.6
# Of sentences that hold nearly as much of the claim the newest counts.
AS_MUCH = 0.2
# These need not be the article's own verb: what stands in the ledger was said.
_PLAIN = frozenset(
    stem(verb) for verb in "say tell state claim write mention argue declare".split()
)
# Who is quoted with "will" has promised, announced or threatened.
_COMMITTING = frozenset(stem(verb) for verb in "promise pledge vow threaten announce".split())
# "At no point said that …", "once he says that …".
_NOT_SAID = frozenset({"no", "open"})
_DENY = stem("deny")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the articles say to a yes-or-no question.

    Attributes:
        how: yes, no, or why neither.
        sentences: what says so, in order.
        headline: the headline that says so, where no sentence does.
        speaker: whose words those are, where the ledger told.
        share: of the claim's words, how many the sentence itself holds; from 0 to 1.
        day: on which its article came out, in ISO form; empty where that is not known.
    """

    how: How
    sentences: tuple[Sentence, ...]
    headline: str | None = None
    speaker: str | None = None
    share: float = 1.0
    day: str = ""

    @property
    def sure(self) -> bool:
        """Tell whether yes, no or "not yet" has been said."""
        return self.how in {"yes", "no", "ahead"}


def settled(
    query: Query, retrieval: Retrieval, scored: Sequence[Scored], library: Library
) -> Settled | None:
    """Return what settles a yes-or-no question, or is next to it; None where nothing speaks of it.

    Args:
        query: the question; one that asks what is right or good is settled by nothing.
        retrieval: tells in which articles the ledger is looked up, and which come first.
        scored: the sentences, best first.
        library: the index.
    """
    asked = query.whether
    if asked is None or asked.judgement:
        return None
    found = _best(_in_ledger(query, asked, retrieval, library)) if query.claim else None
    if found is None or not found.sure:
        told = _best(_in_sentences(query, asked, scored, library))
        plain = told is not None and told.how in {"yes", "no"}
        found = told if plain or found is None else found
    return found or _best(_in_headlines(asked, scored, library))


def refuted(query: Query, scored: Sequence[Scored]) -> Sentence | None:
    """Return the near sentence that denies what a "Why did …?" takes for granted, if one does.

    Args:
        query: the question, with what it takes for granted.
        scored: the sentences, best first.
    """
    asked = query.granted
    if asked is None or not scored:
        return None
    claim = Claim(text=asked.claim, time=asked.time)
    near = [i for i in scored[:NEAR] if i.coverage >= SAME_MATTER * scored[0].coverage]
    return next((i.sentence for i in near if denies(claim, i.sentence.text)), None)


def _best(found: Iterator[Settled]) -> Settled | None:
    """Return what holds most of the claim, the newest of those; yes and no before what is open."""
    every = list(found)
    plain = [f for f in every if f.how in {"yes", "no"}] or every
    most = max((f.share for f in plain), default=0.0)
    near = [f for f in plain if f.share >= most - AS_MUCH]
    return max(near, key=lambda f: (f.day, f.share), default=None)


def _in_ledger(
    query: Query, asked: Whether, retrieval: Retrieval, library: Library
) -> Iterator[Settled]:
    claim = Claim(text=query.claim or "", said=True)
    whole = Claim(text=_without_saying(asked), said=True)
    quotes = in_time(by_people(query.speakers, library, retrieval), query, library)
    for found in quotes[:MOST_CONSIDERED]:
        sentences = touched(library.sentences(found.article_id), found.quote)
        if not sentences:
            continue
        told = _told(sentences[0], library)
        told = replace(told, sentence=found.quote.text, before=f"{told.before} {sentences[0].text}")
        stand = stand_of(claim, told)
        if stand is None and query.phrases and worded_as(query.phrases[0], [found.quote.text]):
            stand = ("yes", 1.0)
        how = stand and _by_stance(found, stand[0], stem(asked.verb or "say"), sentences, library)
        if how == "yes" and told_by_another(query.speakers, sentences[0], library):
            how = "open"
        around = stand_of(whole, replace(told, sentence=sentences[0].text))
        if how == "yes" and stand and stand[0] == "yes" and around and around[0] in _NOT_SAID:
            how = around[0]
        if stand and how:
            shown = sentences if how in {"yes", "no", "supposed"} else with_next(sentences, library)
            if how == "no" and found.quote.stance == "disputed":
                shown = with_next(sentences, library)
            yield Settled(
                how=how,
                sentences=tuple(shown),
                speaker=found.quote.speaker,
                share=stand[1],
                day=library.article(found.article_id).published or "",
            )


def _by_stance(
    found: ArticleQuote, stand: Stand, verb: str, sentences: Sequence[Sentence], library: Library
) -> How | None:
    """Return what becomes of a match by the stance in which the ledger has the words."""
    stance = found.quote.stance
    if verb == _DENY:
        # "Did he deny that …?": his denial is the yes.
        denied = stance == "denied" or (stance == "said" and stand == "no")
        return "yes" if denied else None
    if stance == "said" and any(retold(s, library) for s in sentences):
        stance = "disputed"
    if stance == "said":
        return stand if stand != "yes" or _is_that_act(found, verb, sentences) else None
    if stand not in {"yes", "other"}:
        return None
    if stance == "denied":
        return "no" if stand == "yes" else None
    if stance == "disputed" and any(map(taken_back, sentences_after(sentences, library))):
        return "no"
    return stance


def _is_that_act(found: ArticleQuote, verb: str, sentences: Sequence[Sentence]) -> bool:
    """Tell whether saying so is what the question's verb names: who promises says "will"."""
    words = {stem(w) for s in sentences for w in tokens(s.text)}
    promised = verb in _COMMITTING and bool(WILL.search(found.quote.text))
    return verb in _PLAIN or verb in words or promised


def _in_sentences(
    query: Query, asked: Whether, scored: Sequence[Scored], library: Library
) -> Iterator[Settled]:
    saying = asked.verb is not None
    told_of = None if stem(asked.verb or "") in _PLAIN else asked.predicate
    claim = Claim(text=_without_saying(asked), time=asked.time, predicate=told_of)
    read = [item for item in scored if item.logit is not None and item.logit >= ABOUT]
    nearest = max(read, key=lambda item: item.logit or 0, default=None)
    for item in scored[:READ]:
        sentence = item.sentence
        told = _told(sentence, library)
        if item is nearest and not saying:
            article = library.article(sentence.article_id)
            told = replace(told, whole=f"{article.title or ''} {article.text}")
        shown = [*leaning_on(sentence, library), sentence]
        stand = stand_of(claim, told)
        if sentence.text.rstrip(' ”"').endswith("?"):
            stand, shown = _replied(claim, told, sentence, library)
        if (error := error_before(sentence, library)) is not None and _errs(claim, error, sentence):
            stand, shown = ("no", 1.0), [error, sentence]
        # An error that an article admits says nothing of the matter.
        if stand is None or admits_error(sentence.text):
            continue
        how: How = stand[0]
        behind = retold(sentence, library)
        if saying and how == "yes" and (behind or not _names_verb(asked, sentence)):
            if not behind:
                continue
            how, shown = "disputed", [*shown, *behind]
        if saying and how == "yes" and told_by_another(query.speakers, sentence, library):
            how, shown = "open", with_next(shown, library)
        if how == "yes" and not saying and (against := contested(sentence, library)):
            how, shown = "disputed", [*shown, *against]
        if how == "yes" and (held := _unsaid(claim, sentence, library)) is not None:
            how, shown = ("no" if held == "denied" else held), with_next(shown, library)
        yield Settled(
            how=how,
            sentences=tuple(shown),
            share=stand[1],
            day=library.article(sentence.article_id).published or "",
        )


def _errs(claim: Claim, error: Sentence, right: Sentence) -> bool:
    """Tell whether a claim has the figure of an error that the next sentence puts right."""
    stems = stems_of(error.text)
    held = [w for w in claim.words if w.held(stems)]
    wrong = (counts(error.text) - counts(right.text)) & claim.figures
    most = 2 * (len(held) + len(wrong)) >= len(claim.words) + len(claim.figures)
    return most and (bool(wrong) or set_against(claim, right.text, ()))


def _unsaid(claim: Claim, sentence: Sentence, library: Library) -> Unsaid | None:
    """Return the stance of words in a sentence that hold most of a claim, where they were not said."""
    for found in library.quotes_in(sentence.article_id):
        if found.quote.stance != "said" and overlap(found.quote, sentence):
            stand = stand_of(
                replace(claim, said=True), Told(sentence=found.quote.text, before=sentence.text)
            )
            if stand is not None and stand[0] == "yes":
                return found.quote.stance
    return None


def _without_saying(asked: Whether) -> str:
    """Return a claim without its verb, where that only says that something was said."""
    if asked.verb is None or stem(asked.verb) not in _PLAIN:
        return asked.claim
    return re.sub(rf"\b{re.escape(asked.verb)}\b(?: that)?", " ", asked.claim, count=1, flags=re.I)


def _names_verb(asked: Whether, sentence: Sentence) -> bool:
    """Tell whether a sentence has the verb of the question; one that only says is no proof of who said."""
    if stem(asked.verb or "") in _PLAIN:
        return False
    return stem(asked.verb or "") in {stem(word) for word in tokens(sentence.text)}


def _replied(
    claim: Claim, told: Told, question: Sentence, library: Library
) -> tuple[tuple[Stand, float] | None, list[Sentence]]:
    """Return what the sentence behind a question says to it in a few words, with both."""
    after = library.sentences(question.article_id)[question.number + 1 : question.number + 2]
    asked = replace(claim, said=True)
    stand = stand_of(asked, replace(told, sentence=told.sentence.rstrip(' ”"?')))
    answer = short_answer(after[0].text) if after else None
    if stand is None or answer is None or stand[0] not in {"yes", "no"}:
        return None, []
    turned: Stand = "no" if (stand[0] == "no") != (answer == "no") else "yes"
    return (turned, stand[1]), [question, *after]


def _in_headlines(asked: Whether, scored: Sequence[Scored], library: Library) -> Iterator[Settled]:
    claim = Claim(text=asked.claim, time=asked.time, predicate=asked.predicate)
    for article_id in list(dict.fromkeys(i.sentence.article_id for i in scored))[:HEADLINES]:
        article = library.article(article_id)
        body = [s for s in library.sentences(article_id) if not is_heading(s.text)][:1]
        told = Told(sentence=article.title or "", when=(article.published or "")[:4])
        stand = stand_of(claim, told)
        if stand and stand[0] in {"yes", "no"} and stand[1] == 1 and body:
            yield Settled(
                how=stand[0],
                sentences=tuple(body),
                headline=article.title,
                day=article.published or "",
            )


def _told(sentence: Sentence, library: Library) -> Told:
    """Return a sentence with what stands before it, and the years that it speaks of."""
    article, every = library.article(sentence.article_id), library.sentences(sentence.article_id)
    before = every[max(0, sentence.number - BEFORE) : sentence.number]
    head = every[: min(1, sentence.number)]
    published = article.published
    when = f"{(published or '')[:4]} {years_meant(sentence.text, published)}"
    dateline = sentence.text.removesuffix(without_dateline(sentence.text))
    lead = dict.fromkeys([article.title or "", dateline, *(s.text for s in [*head, *before])])
    return Told(sentence=sentence.text, before=" ".join(lead), when=when)
