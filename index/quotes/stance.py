"""Whether words were said at all: what the grammar of their sentence, and the next ones, make of them.

The verb group decides first ("never said", "could say", "denied saying"), then the clause it stands in
("if Li says", "asked whether Li said"), then what the article says of the words afterwards ("The
letter is a forgery", "he never wrote it"). Words inside quotation marks count for nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.grammar.noun_phrases import Phrase, is_adverb
from index.grammar.tokens import Paragraph, Token
from index.grammar.verb_forms import ASIDE, before_adverbs, before_parenthesis
from index.quotes.afterwards import (
    NO_TRUTH,
    REACH,
    RECORDS,
    WORDS_AS_SUCH,
    is_contradicted,
    is_of_false_record,
    is_refuted,
    sentences_after,
    tells_untrue,
)
from index.quotes.supposed import is_conditional, is_hearsay, is_made_to, is_supposed, that_before
from index.quotes.verb_classes import (
    ASKING,
    CHARGING,
    CONFIRMING,
    DENYING,
    FAILING,
    KNOWN,
    NOT,
    Saying,
    base,
    is_negative,
    word_set,
)
from index.text.lexicon import (
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    SHOWING,
    SPEECH,
    TIMES,
)
from index.types import Stance

_GROUP = 12
_NOBODY = word_set("nobody")
_WRONGLY = word_set("wrongly")
# What may stand between a verb and what governs it.
_LINKS = word_set("links")


def stance_of(
    paragraphs: Sequence[Paragraph], subject: Phrase, verb: int | None, at: int
) -> Stance:
    """Return the stance of the words that begin at a token.

    Args:
        paragraphs: the one where they stand, and those after it; two more are enough.
        subject: who would have said them.
        verb: the verb of speech, None if there is none.
        at: the token at which the words begin.
    """
    paragraph, *following = paragraphs
    tokens = paragraph.tokens
    first, last = paragraph.bounds(at)
    first = max(first, at - REACH)
    if _is_asked(tokens, first, at):
        return "asked"
    if verb is not None:
        begins = paragraph.bounds(verb)[0]
        group = _group(tokens, verb, begins)
        saying = Saying(tokens=tokens, subject=subject, verb=verb, first=begins, group=group)
        if (told := _by_verb(saying, at)) is not None:
            return told
        if _is_retold(saying) and is_contradicted(
            tokens[subject[1] - 1].low, sentences_after(paragraph, last, following)
        ):
            return "disputed"
    if tokens[0].low == "claim" and len(tokens) > 1 and tokens[1].text == ":":
        # So fact checks head what they are about to examine.
        return "disputed"
    if _is_called_false(tokens, first, at, last) or is_refuted(paragraph, subject, at, following):
        return "disputed"
    return "said"


def _is_asked(tokens: Sequence[Token], first: int, at: int) -> bool:
    """ "Asked whether he would “…”, Li said", "Asked “…?”, Li said": what was asked goes to the next comma."""
    start = next((i + 1 for i in range(at - 1, first - 1, -1) if tokens[i].kind != "w"), first)
    opening = tokens[start]
    asked = base(opening) in ASKING and opening.low.endswith("ed") and tokens[at].low == "?"
    if asked or (start == first and start < at and opening.low == "told"):
        return True
    for i in range(at - 1, max(first, at - 40) - 1, -1):
        token = tokens[i]
        if token.kind in ",;:-q":
            return False
        if token.low in {"if", "whether"}:
            asking = any(base(t) in ASKING for t in tokens[max(first, i - 8) : i])
            # "Did not answer whether": what a verb of speech leaves open.
            told = token.low == "whether" and i > first and tokens[i - 1].low in SPEECH
            return asking or told or tokens[i - 1].low in {"about", "on"}
    return False


def _by_verb(saying: Saying, at: int) -> Stance | None:
    tokens, verb, group = saying.tokens, saying.verb, saying.group
    negated = any(is_negative(token.low) or token.low == "no" for token in group)
    if saying.subject[0] < verb:
        negated = negated or _is_nobody(saying) or _is_inverted_no(saying)
    bases = {base(token) for token in group}
    if base(tokens[verb]) in DENYING:
        return _denied(tokens, verb, at, negated=negated)
    if _is_nothing(tokens, verb, len(group)):
        return "denied"
    if negated or (bases & (FAILING | DENYING) and _is_nonfinite(tokens, verb)):
        return "denied"
    if _is_charged(saying) or is_hearsay(saying) or is_made_to(saying):
        return "disputed"
    if (governed := _governed(saying)) is not None:
        return governed
    return "supposed" if is_supposed(saying) or is_conditional(saying) else None


def _is_nobody(saying: Saying) -> bool:
    """ "Nobody said", "Neither Li nor Greer said"."""
    tokens, start = saying.tokens, saying.subject[0]
    return tokens[start].low in _NOBODY or (start > saying.first and tokens[start - 1].low == "nor")


def _is_nothing(tokens: Sequence[Token], verb: int, before: int) -> bool:
    """ "Li had nothing to say on “…”", "Li said nothing about “…”"."""
    after = [token.low for token in tokens[verb + 1 : verb + 3]]
    said = after[:1] == ["nothing"] and after[-1] in PREPOSITIONS
    return said or (verb > before and tokens[verb - before - 1].low == "nothing")


def _is_inverted_no(saying: Saying) -> bool:
    """ "At no time has Li said": a no that opens the clause draws the auxiliary before the subject."""
    tokens, first, at = saying.tokens, saying.first, saying.subject[0] - 1
    if at <= first or tokens[at].low not in AUXILIARIES:
        return False
    edges = (
        i
        for i in range(at - 1, first, -1)
        if tokens[i - 1].kind != "w" or tokens[i - 1].low in CONJUNCTIONS
    )
    opening = next(edges, first)
    lead = tokens[opening:at]
    return (
        len(lead) <= ASIDE
        and any(t.low == "no" or is_negative(t.low) for t in lead)
        and (lead[0].low in PREPOSITIONS or is_negative(lead[0].low))
    )


def _group(tokens: Sequence[Token], verb: int, first: int) -> Sequence[Token]:
    """Return the words that go with a verb, up to what governs it ("was not expected to say")."""
    at, governed = verb, tokens[verb].low.endswith("ing")
    while at > max(first, verb - _GROUP):
        token = tokens[at - 1]
        # "did not, at any point, describe": a parenthesis between commas is stepped over.
        if token.kind == "," and (opened := before_parenthesis(tokens, at - 1, first)) is not None:
            at = opened
            continue
        if (opened := _adverbial(tokens, at, first)) is not None:
            at = opened
            continue
        governed = governed or token.low in _LINKS
        linked = token.low in AUXILIARIES | NOT | _LINKS | TIMES or is_adverb(token)
        if not linked and not (governed and base(token) in KNOWN):
            break
        at -= 1
    return tokens[at:verb]


def _adverbial(tokens: Sequence[Token], end: int, first: int) -> int | None:
    """ "Did not at any point say", "at no point said": return the preposition that begins it."""
    for i in range(end - 1, max(first, end - ASIDE), -1):
        if tokens[i].kind != "w" or tokens[i].low in AUXILIARIES | NOT:
            return None
        behind = tokens[i - 1].low in AUXILIARIES | NOT or tokens[i + 1].low == "no"
        if tokens[i].low in PREPOSITIONS and behind:
            return i
    return None


def _denied(tokens: Sequence[Token], verb: int, at: int, *, negated: bool) -> Stance | None:
    """Words after "denied" are denied, those before it are how they are; "as" brings his own."""
    between = [token.low for token in tokens[verb + 1 : at]]
    if at < verb or (between and between[-1] in {"as", "a", "an", "what", "the", "any", "called"}):
        return None
    if negated:
        return "supposed"
    return "denied" if base(tokens[verb]) == "deny" or "that" in between else None


def _is_nonfinite(tokens: Sequence[Token], verb: int) -> bool:
    return tokens[verb].low.endswith("ing") or any(
        token.low in {"to", "having", "ever"} for token in tokens[max(0, verb - 2) : verb]
    )


def _is_charged(saying: Saying) -> bool:
    """ "accused Li of saying", "misquoted Li as saying": the subject is the one accused."""
    tokens, first = saying.tokens, saying.first
    before = before_adverbs(tokens, saying.verb, first)
    if before > first and tokens[before].low == "having":
        before -= 1
    if before < first or tokens[before].low not in {"of", "as"}:
        return False
    lead = tokens[max(first, before - _GROUP) : before]
    return any(base(token) in CHARGING or token.low in _WRONGLY for token in lead)


def _governed(saying: Saying) -> Stance | None:
    """ "It is not true that Li said", "rejected claims that Li said", "would not confirm that Li said"."""
    tokens, first, that = saying.tokens, saying.first, that_before(saying)
    if that < first or tokens[that].low != "that":
        return None
    lead = tokens[max(first, that - 8) : that]
    lows, bases = {token.low for token in lead}, {base(token) for token in lead}
    no = any(map(is_negative, lows))
    if (no or bases & FAILING - DENYING) and bases & (DENYING | CONFIRMING):
        return "supposed"
    # "It is not true that", "it was never the case that".
    negated = "it" in lows and bool(lows & BE) and no
    if bases & DENYING or lows & NO_TRUTH or negated or "no" in lows:
        return "denied"
    return None


def _is_retold(saying: Saying) -> bool:
    """ "Qiao insists (that) Amaro promised her …": another tells of the words."""
    tokens, at = saying.tokens, saying.subject[0] - 1
    if at > saying.first and tokens[at].low == "that":
        at -= 1
    return at > saying.first and tokens[at].low in SPEECH


def _is_called_false(tokens: Sequence[Token], first: int, at: int, last: int) -> bool:
    """ "A forged letter quotes Li", "in a doctored clip", "The claim that Li said “…” is false"."""
    words_are = tokens[at].kind == "q" and at + 1 < last and tokens[at + 1].low in BE
    if words_are and tells_untrue(tokens[at + 2 : min(last, at + 8)]):
        return True
    if is_of_false_record(tokens, first, at, last) or _is_so_told(tokens, at, last):
        return True
    for i in range(first, at - 1):
        if tokens[i].low in NO_TRUTH and tokens[i + 1].low in RECORDS | WORDS_AS_SUCH:
            start = i - 1 if i > first and tokens[i - 1].low in DETERMINERS else i
            before = tokens[start - 1].low if start > first else ""
            if before in {"", "in", "from", "on", "via", "by", "through"}:
                return True
        shows = tokens[i + 2].low if i + 2 < at else ""
        if tokens[i].low in NO_TRUTH and shows in SHOWING | {"as"}:
            return True  # "a satirical site quotes Li", "quoted by a hoax site as saying"
    return False


def _is_so_told(tokens: Sequence[Token], at: int, last: int) -> bool:
    """ "“…,” Li wrote, or so a screenshot has it": who tells of the words does not vouch for them."""
    return any(
        [t.low for t in tokens[i : i + 3]] == [",", "or", "so"]
        for i in range(at, min(last, at + REACH))
    )
