"""Whether words were said at all: what the grammar of their sentence, and the next ones, make of them.

The verb group decides first ("never said", "could say", "denied saying"), then the clause it stands in
("if Li says", "asked whether Li said"), then what the article says of the words afterwards ("The
letter is a forgery", "he never wrote it"). Words inside quotation marks count for nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.grammar.noun_phrases import Phrase, is_adverb
from index.grammar.tokens import Paragraph, Token
from index.grammar.verb_forms import before_adverbs
from index.text.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    FUNCTION_WORDS,
    SPEECH,
    TIMES,
)
from index.types import Stance

# Sentences that still speak of the words before them.
AFTERWARDS = 3
REACH = 80
_GROUP = 12
# Words of a parenthesis, at most.
_ASIDE = 7


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NOT = _set("not never neither nor cannot without yet")
_NOBODY = _set("nobody none no neither")
_MODALS = _set("will would could may might should must can shall ’ll 'll ’d 'd won’t won't")
# "would later say" is the past told from farther back.
_TOLD_LATER = _set("later eventually subsequently then")
_IF = _set("if unless whether suppose supposing imagine imagining assuming provided lest")
# With a verb in the present these tell of what has not happened.
_UNTIL = _set("until before once")
_INVERTED_IF = _set("were should had")
# After these "to say" is not yet, or not, said; after others ("went on to say") it is.
_INTENDING = _set(
    """expect hope plan want intend prepare like threaten promise be go likely due set about ready
    poised urge ask tell call need supposed unlikely unable free able"""
)
_FAILING = _set(
    """refuse decline fail omit neglect avoid refrain stop short instead deny rather forget decide"""
)
_DENYING = _set("deny refute dispute reject dismiss disavow rebut disown")
_CHARGING = _set("accuse suspect")
_WRONGLY = _set("misquoted misquotes misquoting misreported falsely wrongly mistakenly wrongfully")
_ASKING = _set("ask question press quiz inquire challenge wonder pose")
_NO_TRUTH = _set(
    """forgery forgeries forged fake fakes faked fabricated fabrication invented invention hoax
    montage doctored manipulated deepfake bogus spurious apocryphal satire satirical parody spoof
    misattributed falsified counterfeit untrue false made-up"""
)
_WORDS_AS_SUCH = _set(
    "quote quotation quotes quotations words remark remarks sentence line attribution"
)
_RECORDS = _set(
    """letter statement report post tweet video clip film document email memo article message
    transcript screenshot image photo picture recording audio voice interview speech card graphic
    page account release text note announcement story"""
)
_ABOUT = _set("of about on")
_IT = _set("it that this so such them these those thing kind")
_ANY = _set("anything any of the such having ever")
_UTTERING = _set("say write make utter tell state claim post tweet")
# What may stand between a verb and what governs it.
_LINKS = _set("to having of from short far as well on this next")


def stance_of(
    paragraph: Paragraph, subject: Phrase, verb: int | None, at: int, following: Sequence[Paragraph]
) -> Stance:
    """Return the stance of the words that begin at a token.

    Args:
        paragraph: where they stand.
        subject: who would have said them.
        verb: the verb of speech, None if there is none.
        at: the token at which the words begin.
        following: the paragraphs after it, the nearest first; two are enough.
    """
    tokens = paragraph.tokens
    first, last = paragraph.bounds(at)
    first = max(first, at - REACH)
    if _is_asked(tokens, first, at):
        return "asked"
    if verb is not None:
        told = _by_verb(tokens, subject, verb, at, paragraph.bounds(verb)[0])
        if told is not None:
            return told
        if _is_retold(tokens, subject, paragraph.bounds(verb)[0]) and _is_contradicted(
            tokens[subject[1] - 1].low, _sentences_after(paragraph, last, following)
        ):
            return "disputed"
    if tokens[0].low == "claim" and len(tokens) > 1 and tokens[1].text == ":":
        # So fact checks head what they are about to examine.
        return "disputed"
    if _is_called_false(tokens, first, at, last) or _is_refuted(paragraph, subject, at, following):
        return "disputed"
    return "said"


def _is_asked(tokens: Sequence[Token], first: int, at: int) -> bool:
    """ "Asked whether he would “…”, Li said": what was asked goes to the next comma."""
    for i in range(at - 1, max(first, at - 40) - 1, -1):
        token = tokens[i]
        if token.kind in ",;:-q":
            return False
        if token.low in {"if", "whether"}:
            asking = any(_base(t) in _ASKING for t in tokens[max(first, i - 8) : i])
            return asking or tokens[i - 1].low in {"about", "on"}
    return False


def _by_verb(
    tokens: Sequence[Token], subject: Phrase, verb: int, at: int, first: int
) -> Stance | None:
    group = _group(tokens, verb, first)
    negated = any(_is_negative(token.low) for token in group)
    negated = negated or (subject[0] < verb and _is_nobody(tokens, subject, first))
    bases = {_base(token) for token in group}
    if _base(tokens[verb]) in _DENYING:
        return _denied(tokens, verb, at, negated=negated)
    if negated or (bases & (_FAILING | _DENYING) and _is_nonfinite(tokens, verb)):
        return "denied"
    if _is_charged(tokens, verb, first):
        return "disputed"
    if _is_denied_whole(tokens, subject, first):
        return "denied"
    if _is_supposed(tokens, group, verb) or _is_conditional(tokens, subject, verb, first):
        return "supposed"
    return None


def _is_nobody(tokens: Sequence[Token], subject: Phrase, first: int) -> bool:
    """ "Nobody said", "Neither Li nor Greer said"."""
    start = subject[0]
    return tokens[start].low in _NOBODY or (start > first and tokens[start - 1].low == "nor")


def _group(tokens: Sequence[Token], verb: int, first: int) -> Sequence[Token]:
    """Return the words that go with a verb, up to what governs it ("was not expected to say")."""
    at, governed = verb, tokens[verb].low.endswith("ing")
    while at > max(first, verb - _GROUP):
        token = tokens[at - 1]
        # "did not, at any point, describe": a parenthesis between commas is stepped over.
        if token.kind == "," and (opened := _parenthesis(tokens, at - 1, first)) is not None:
            at = opened
            continue
        governed = governed or token.low in _LINKS
        linked = token.low in AUXILIARIES | _NOT | _LINKS | TIMES or is_adverb(token)
        if not linked and not (governed and _base(token) in _KNOWN):
            break
        at -= 1
    return tokens[at:verb]


def _parenthesis(tokens: Sequence[Token], closing: int, first: int) -> int | None:
    """Return the comma that opens a short parenthesis behind an auxiliary or a not."""
    for i in range(closing - 1, max(first, closing - _ASIDE), -1):
        if tokens[i].kind == "," and i > first:
            return i if tokens[i - 1].low in AUXILIARIES | _NOT else None
    return None


def _denied(tokens: Sequence[Token], verb: int, at: int, *, negated: bool) -> Stance | None:
    """Words after "denied" are denied, those before it are how they are; "as" brings his own."""
    between = [token.low for token in tokens[verb + 1 : at]]
    if at < verb or (between and between[-1] in {"as", "a", "an", "what", "the", "any", "called"}):
        return None
    if negated:
        return "supposed"
    return "denied" if _base(tokens[verb]) == "deny" or "that" in between else None


def _is_nonfinite(tokens: Sequence[Token], verb: int) -> bool:
    return tokens[verb].low.endswith("ing") or any(
        token.low in {"to", "having", "ever"} for token in tokens[max(0, verb - 2) : verb]
    )


def _is_charged(tokens: Sequence[Token], verb: int, first: int) -> bool:
    """ "accused Li of saying", "misquoted Li as saying": the subject is the one accused."""
    before = before_adverbs(tokens, verb, first)
    if before > first and tokens[before].low == "having":
        before -= 1
    if before < first or tokens[before].low not in {"of", "as"}:
        return False
    lead = tokens[max(first, before - _GROUP) : before]
    return any(_base(token) in _CHARGING or token.low in _WRONGLY for token in lead)


def _is_supposed(tokens: Sequence[Token], group: Sequence[Token], verb: int) -> bool:
    lows = [token.low for token in group]
    if "would" in lows and (_TOLD_LATER & set(lows) or {"go", "on"} <= set(lows)):
        return False
    bare = tokens[verb].low == _base(tokens[verb])
    perfect = "have" in lows and bool(_MODALS & set(lows))
    if (bare or perfect) and _MODALS & set(lows):
        return True
    if "to" not in lows or not bare:
        return False
    at = verb - 1 - lows[::-1].index("to")
    governors = [t for t in tokens[max(verb - len(group), at - 4) : at] if not is_adverb(t)]
    if not governors:  # "urged Li to say": the object stands between
        governors = [t for t in tokens[max(0, at - 5) : at] if _base(t) in _INTENDING]
    return bool(governors) and (governors[-1].low in BE or _base(governors[-1]) in _INTENDING)


def _is_conditional(tokens: Sequence[Token], subject: Phrase, verb: int, first: int) -> bool:
    """ "If Li says", "Were Li to say", "Imagine Li saying"."""
    at = subject[0] - 1
    while at >= first and tokens[at].low in ADVERBS | DETERMINERS:
        at -= 1
    if subject[0] > verb or at < first:
        return False
    low = tokens[at].low
    if low in _IF:
        return True
    if low in _UNTIL:
        return tokens[verb].low.endswith("s")
    opens = at == first or tokens[at - 1].kind in ",;-" or tokens[at - 1].low in CONJUNCTIONS
    return low in _INVERTED_IF and opens and (low == "were" or tokens[verb].low != "said")


def _is_denied_whole(tokens: Sequence[Token], subject: Phrase, first: int) -> bool:
    """ "It is not true that Li said", "rejected claims that Li said", "no proof that Li said"."""
    that = subject[0] - 1
    if that < first or tokens[that].low != "that":
        return False
    lead = tokens[max(first, that - 8) : that]
    lows = {token.low for token in lead}
    denied = any(_base(token) in _DENYING for token in lead) and not any(map(_is_negative, lows))
    untrue = bool(lows & _NO_TRUTH) or ("true" in lows and any(map(_is_negative, lows)))
    return denied or untrue or "no" in lows


def _is_retold(tokens: Sequence[Token], subject: Phrase, first: int) -> bool:
    """ "Qiao insists (that) Amaro promised her …": another tells of the words."""
    at = subject[0] - 1
    if at > first and tokens[at].low == "that":
        at -= 1
    return at > first and tokens[at].low in SPEECH


def _is_contradicted(name: str, following: Sequence[Sequence[Token]]) -> bool:
    """ "Amaro says the talk never took place": whose words were retold speaks, and says no."""
    for sentence in following:
        at = next((i for i, token in enumerate(sentence[:6]) if token.low == name), None)
        if at is None or not any(t.low in SPEECH for t in sentence[at + 1 : at + 4]):
            continue
        if any(_is_negative(t.low) or _base(t) in _DENYING for t in sentence[at + 1 :]):
            return True
    return False


def _is_called_false(tokens: Sequence[Token], first: int, at: int, last: int) -> bool:
    """ "A forged letter quotes Li", "in a doctored clip", "The claim that Li said “…” is false"."""
    if tokens[at].kind == "q" and at + 1 < last and tokens[at + 1].low in BE:
        told = {token.low for token in tokens[at + 2 : min(last, at + 8)]}
        if told & _NO_TRUTH and not told & _NOT:
            return True
    for i in range(first, at - 1):
        if tokens[i].low in _NO_TRUTH and tokens[i + 1].low in _RECORDS | _WORDS_AS_SUCH:
            start = i - 1 if i > first and tokens[i - 1].low in DETERMINERS else i
            before = tokens[start - 1].low if start > first else ""
            if before in {"", "in", "from", "on", "via", "by", "through"}:
                return True
    return False


def _is_refuted(
    paragraph: Paragraph, subject: Phrase, at: int, following: Sequence[Paragraph]
) -> bool:
    """Tell whether one of the next sentences calls the words, or what they stood in, untrue."""
    first, last = paragraph.bounds(at)
    tokens = paragraph.tokens
    own = range(max(first, at - REACH), min(last, at + REACH))
    spoken_of = _WORDS_AS_SUCH | {
        tokens[i].low
        for i in own
        # What somebody speaks of is not what the words stand in.
        if tokens[i].text.islower()
        and tokens[i].low not in FUNCTION_WORDS
        and not {t.low for t in tokens[max(0, i - 2) : i]} & _ABOUT
    }
    name = tokens[subject[1] - 1].low
    return any(
        _calls_untrue(sentence, spoken_of) or _takes_back(sentence, name)
        for sentence in _sentences_after(paragraph, last, following)
    )


def _sentences_after(
    paragraph: Paragraph, last: int, following: Sequence[Paragraph]
) -> list[Sequence[Token]]:
    found: list[Sequence[Token]] = []
    for part, start in [(paragraph, last), *((p, 0) for p in following)]:
        while start < len(part.tokens) and len(found) < AFTERWARDS:
            _, end = part.bounds(start)
            found.append(part.tokens[start : min(end, start + REACH)])
            start = end
    return found


def _calls_untrue(tokens: Sequence[Token], spoken_of: frozenset[str]) -> bool:
    """ "The letter is a forgery", "It was invented", "Two experts say that it was"."""
    for at in range(1, min(len(tokens), 24)):
        if tokens[at].low not in BE:
            continue
        noun = tokens[before_adverbs(tokens, at, 0)].low
        opens = at == 1 or tokens[at - 2].low == "that"
        meant = noun in spoken_of or (noun == "it" and opens and bool(spoken_of & _RECORDS))
        told = {token.low for token in tokens[at + 1 : at + 7]}
        if meant and told & _NO_TRUTH and not told & _NOT:
            return True
    return False


def _takes_back(tokens: Sequence[Token], name: str) -> bool:
    """ "Li never wrote it", "He denied saying so": the same subject, and nothing else is told."""
    for at, token in enumerate(tokens[1:30], 1):
        group = [t.low for t in tokens[max(0, at - 5) : at]]
        if not {name, "he", "she", "they"} & set(group):
            continue
        denies = _base(token) == "deny"
        negated = _base(token) in _UTTERING and any(_is_negative(low) for low in group)
        if (denies or negated) and _is_the_words(tokens, at + 1, named=denies):
            return True
    return False


def _is_the_words(tokens: Sequence[Token], at: int, *, named: bool) -> bool:
    """Tell whether "it", "saying so", "the remark" stand at a position, and no clause after them."""
    while at < len(tokens) and (
        tokens[at].low in _ANY
        or _base(tokens[at]) in _UTTERING
        or tokens[at].low in DETERMINERS - _IT
    ):
        at += 1
    if at >= len(tokens) or tokens[at].low not in (_IT | _WORDS_AS_SUCH if named else _IT):
        return False
    return at + 1 >= len(tokens) or tokens[at + 1].kind in ",.;:-q"


def _is_negative(low: str) -> bool:
    return low in _NOT or low.endswith(("n’t", "n't"))


def _base(token: Token) -> str:
    return _base_of(token.low)


def _base_of(low: str) -> str:
    """Return the base of a verb: from the list, else by its ending."""
    if low in SPEECH:
        return SPEECH[low]
    if low in AUXILIARIES:
        return "be" if low in BE else low
    for ending in ("ing", "ed", "es", "s", "d"):
        if low.endswith(ending) and len(low) > len(ending) + 2:
            stem = low[: -len(ending)]
            for base in (stem, stem + "e", stem[:-1]):
                if base in _KNOWN:
                    return base
    return low


_KNOWN = _INTENDING | _FAILING | _DENYING | _CHARGING | _ASKING | {"make"}
