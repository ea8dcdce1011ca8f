"""Is a sentence supported by its passages? Cheap checks, each with a reason a reader can follow.

Quotations letter by letter and by the right speaker, figures with their unit, names, negation,
modality, and the share of the words. Nothing here needs a model; the meaning of what passes is
judged by ``similarity`` where the caller has an embedder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.people import same_person
from index.quotes import extract_quotes
from rag.thesaurus import alike
from rag.words import all_stems, content_stems, figure_words, figures, names, stem, tokens

MIN_COVERAGE = 0.5
MIN_SIMILARITY = 0.45
# A sentence made of the passages' own words alone may be worded far from theirs.
MIN_SIMILARITY_OWN_WORDS = 0.2

_QUOTED = re.compile(r"[“\"]([^“”\"]{2,})[”\"]")
_NEGATIONS = frozenset(
    """
    not no never none neither nor without cannot n't
    """.split()
)
_HEDGES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("in principle", re.compile(r"\bin principle\b", re.I)),
    ("may", re.compile(r"\b(?:may|might|could|possibly|perhaps)\b", re.I)),
    ("proposed", re.compile(r"\bpropos(?:e|es|ed|al|ing)\b", re.I)),
)
_SUBJECT = re.compile(
    r"(?<!and )\b(?P<name>[A-Z][\w’'.]*\w)[ -](?:(?:has|have|had|also|later|then|both|recently|\w+ly)\s+)*"
    r"(?P<verb>[a-z]{3,}(?:ed|ose|ade|aid|old|ut|es|s))\b"
)
_ORDER = re.compile(
    r"\b(?P<word>before|after)\s+(?:the |a |an |this |that |its )?(?P<event>[a-z]{4,})", re.I
)
_CERTAIN = re.compile(r"\b(?:will|has|have|had|is|was|are|were|did)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """The verdict on one sentence.

    Attributes:
        supported: whether it may be shown.
        score: 0 to 1, how sure the checks are that the passages say it.
        reasons: what spoke for or against it, one phrase each.
    """

    supported: bool
    score: float
    reasons: list[str]


def check_support(
    claim: str,
    passages: Sequence[str],
    *,
    background: str = "",
    given: str = "",
    similarity: Callable[[str, Sequence[str]], float] | None = None,
) -> Support:
    """Check one sentence against passages.

    Args:
        claim: the sentence.
        passages: what it must rest on, as they stand in the articles.
        background: text in which names may be explained (the whole article: "Li" is Li
            Chenggang there), but which supports nothing by itself.
        given: the question answered; its words need not stand in the passages again.
        similarity: cosine of the claim to its nearest passage, if there is an embedder.
    """
    whole = "\n".join(passages)
    failures = [
        reason
        for reason in (
            _foreign_quotes(claim, whole),
            _wrong_speaker(claim, whole, background),
            _foreign_figures(claim, whole),
            _foreign_names(claim, f"{whole}\n{background}"),
            _swapped_subject(claim, whole, background),
            _swapped_order(claim, whole),
            _negated(claim, passages),
            _hardened(claim, passages),
        )
        if reason
    ]
    covered = word_coverage(claim, f"{whole}\n{' '.join(names(background))}", given)
    if covered < MIN_COVERAGE:
        failures.append(f"only {covered:.0%} of its words stand in the passages")
    near = similarity(claim, passages) if similarity and not failures else None
    nearness = MIN_SIMILARITY if covered < 0.9 else MIN_SIMILARITY_OWN_WORDS
    if near is not None and near < nearness:
        failures.append(f"its meaning is {near:.2f} from the nearest passage")
    if failures:
        return Support(
            supported=False, score=round(0.4 * covered / len(failures), 3), reasons=failures
        )
    score = covered if near is None else 0.5 * covered + 0.5 * min(1.0, near / 0.8)
    reasons = [
        f"{covered:.0%} of its words, and all its figures, names and quotations, stand there"
    ]
    return Support(supported=True, score=round(0.5 + 0.5 * score, 3), reasons=reasons)


def word_coverage(claim: str, text: str, given: str = "") -> float:
    """Return the share of the claim's content words that a text holds, 0 to 1.

    Words that are ``given`` are left out, as long as others remain.
    """
    wanted = content_stems(claim)
    wanted = (wanted - content_stems(given)) or wanted
    if not wanted:
        return 0.0
    held = all_stems(text)
    return sum(word in held or _kin(word, held) for word in wanted) / len(wanted)


def normal(text: str) -> str:
    """Return a text with one form of quotation marks, dashes and spaces, lower case."""
    text = re.sub(r"[“”„«»]", '"', text)
    text = re.sub(r"[‘’‚`]", "'", text)
    text = re.sub(r"[‐-―]", "-", text)
    return re.sub(r"\s+", " ", text).lower().strip()


def _kin(word: str, held: frozenset[str]) -> bool:
    """Tell whether a word of the same family is held ("china" and "chines", "agre" and "agreement")."""
    if len(word) < 5:
        return False
    return any(len(other) >= 5 and other[:5] == word[:5] for other in held)


def _foreign_quotes(claim: str, whole: str) -> str | None:
    text = normal(whole)
    for quoted in _QUOTED.findall(claim):
        if normal(quoted).strip(" .,;") not in text:
            return f"the words “{quoted}” do not stand in the passages"
    return None


def _wrong_speaker(claim: str, whole: str, background: str) -> str | None:
    """Compare who is said to speak with who speaks in the passages, where both name one."""
    stated = [q for q in extract_quotes(claim) if q.speaker]
    if not stated:
        return None
    spoken = [q for q in extract_quotes(whole) if q.speaker]
    for quote in stated:
        words = content_stems(quote.text)
        matching = [
            q for q in spoken if words and len(words & content_stems(q.text)) >= 0.5 * len(words)
        ]
        speakers = [q.speaker for q in matching if q.speaker]
        if speakers and not any(_same(quote.speaker or "", s, background) for s in speakers):
            return f"{speakers[0]}, not {quote.speaker}, is the speaker"
    return None


def _same(claimed: str, speaker: str, background: str) -> bool:
    del background
    return same_person(claimed, speaker) or normal(claimed) in normal(speaker)


def _foreign_figures(claim: str, whole: str) -> str | None:
    held = figures(whole) | figure_words(whole)
    missing = [f for f in sorted(figures(claim) | figure_words(claim)) if f not in held]
    # "one" and "two" are as often articles and pronouns as they are counts.
    missing = [f for f in missing if f not in {"0", "1", "2"}]
    return f"the figure {missing[0]} does not stand in the passages" if missing else None


def _foreign_names(claim: str, text: str) -> str | None:
    held = {stem(t) for t in tokens(text)}
    for name in names(claim)[0:]:
        for word in tokens(name):
            if len(word) > 2 and stem(word) not in held and not _kin(stem(word), frozenset(held)):
                return f"the name {name} does not stand in the articles"
    return None


def _swapped_subject(claim: str, whole: str, background: str) -> str | None:
    """Compare who does what: a name right before a verb must stand so in the passages too.

    Where the passages do not have the verb, the rest of the article must not give it to others
    alone. A verb without any named subject proves nothing.
    """
    done, around = _subjects(whole), _subjects(background)
    for subject, verb in _subjects(claim):
        doers = {other for other, act in done if act == verb} or {
            other for other, act in around if act == verb
        }
        if doers and not any(alike(subject) & alike(other) for other in doers):
            return f"in the passages it is not {subject} that does this ({verb})"
    return None


def _subjects(text: str) -> set[tuple[str, str]]:
    """Return (last word of a name, stem of the word that follows it), auxiliaries left out."""
    return {
        (stem(match["name"].lower()), stem(match["verb"].lower()))
        for match in _SUBJECT.finditer(text)
    }


def _swapped_order(claim: str, whole: str) -> str | None:
    """Notice "after the truce" where the passages say "before a truce", and the reverse."""
    stated, given = _orders(claim), _orders(whole)
    for word, event in stated:
        other = "before" if word == "after" else "after"
        if (other, event) in given and (word, event) not in given:
            return f"the passages say “{other}”, not “{word}” ({event})"
    return None


def _orders(text: str) -> set[tuple[str, str]]:
    return {(m["word"].lower(), stem(m["event"].lower())) for m in _ORDER.finditer(text)}


def _negated(claim: str, passages: Sequence[str]) -> str | None:
    nearest = max(passages, key=lambda p: word_coverage(claim, p), default="")
    if _is_negative(claim) and not any(_is_negative(p) for p in passages):
        return "it says no where the passages do not"
    if not _is_negative(claim) and _is_negative(nearest) and len(passages) == 1:
        kept = word_coverage(nearest, claim)
        if kept > 0.7:
            return "it drops the passage's no"
    return None


def _is_negative(text: str) -> bool:
    return bool(_NEGATIONS & set(tokens(text))) or "n't" in normal(text)


def _hardened(claim: str, passages: Sequence[str]) -> str | None:
    """Notice a hedge of the nearest passage that the claim turned into a fact."""
    nearest = max(passages, key=lambda p: word_coverage(claim, p), default="")
    for name, pattern in _HEDGES:
        if pattern.search(claim) or not pattern.search(nearest):
            continue
        sentence = pattern.split(nearest)
        after = content_stems(sentence[1][:60]) if len(sentence) > 1 else frozenset()
        if after and after <= content_stems(claim) and _CERTAIN.search(claim):
            return f"it leaves out “{name}”"
    return None
