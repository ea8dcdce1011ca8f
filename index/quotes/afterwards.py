"""What an article makes of words afterwards: the next sentences call them untrue, or take them back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from index.grammar.noun_phrases import Phrase
from index.grammar.tokens import Paragraph, Token, paragraph
from index.grammar.verb_forms import before_adverbs
from index.quotes.verb_classes import DENYING, NOT, base, is_negative, word_set
from index.text.lexicon import BE, DETERMINERS, FUNCTION_WORDS, SPEECH
from index.text.lexicon import RECORDS as SHOWN

# Sentences that still speak of the words before them.
AFTERWARDS = 3
REACH = 80
NO_TRUTH = word_set("no_truth")
WORDS_AS_SUCH = word_set("words_as_such")
RECORDS = word_set("records")
# Where a record is from is told with these.
_COMING = word_set("coming")
_ABOUT = word_set("about")
_IT = word_set("it")
_ANY = word_set("any")
_UTTERING = word_set("uttering")
_HEARD = word_set("heard")


def is_refuted(
    paragraph: Paragraph, subject: Phrase, at: int, following: Sequence[Paragraph]
) -> bool:
    """Tell whether one of the next sentences calls the words, or what they stood in, untrue.

    Args:
        paragraph: where the words stand.
        subject: who would have said them.
        at: the token at which they begin.
        following: the paragraphs after it, the nearest first.
    """
    first, last = paragraph.bounds(at)
    tokens = paragraph.tokens
    own = range(max(first, at - REACH), min(last, at + REACH))
    spoken_of = WORDS_AS_SUCH | {
        tokens[i].low
        for i in own
        # What somebody speaks of is not what the words stand in.
        if tokens[i].text.islower()
        and tokens[i].low not in FUNCTION_WORDS
        and not {t.low for t in tokens[max(0, i - 2) : i]} & _ABOUT
    }
    name = tokens[subject[1] - 1].low
    others = False
    for sentence in sentences_after(paragraph, last, following):
        if _calls_untrue(sentence, spoken_of, {tokens[i].low for i in own}):
            return True
        # "He never said it" is told of the words nearest to it.
        if not others and (
            _takes_back(sentence, name) or _is_unheard(sentence) or _says_so(sentence, name)
        ):
            return True
        others = others or any(token.kind == "q" for token in sentence)
    return False


def sentences_after(
    paragraph: Paragraph, last: int, following: Sequence[Paragraph]
) -> list[Sequence[Token]]:
    """Return the next sentences behind one, in this paragraph and the following ones.

    Args:
        paragraph: where that sentence stands.
        last: one past that sentence's last token.
        following: the paragraphs after it, the nearest first.
    """
    found: list[Sequence[Token]] = []
    for part, start in [(paragraph, last), *((p, 0) for p in following)]:
        while start < len(part.tokens) and len(found) < AFTERWARDS:
            _, end = part.bounds(start)
            found.append(part.tokens[start : min(end, start + REACH)])
            start = end
    return found


def _calls_untrue(
    tokens: Sequence[Token], spoken_of: frozenset[str], told: Collection[str]
) -> bool:
    """ "The letter is a forgery", "Two experts say that it was invented", "It came from a hoax site"."""
    for at in range(1, min(len(tokens), 24)):
        comes = tokens[at].low in _COMING
        if not comes and tokens[at].low not in BE:
            continue
        end = _subject_end(tokens, at)
        noun = tokens[end].low
        opens = end == 0 or tokens[end - 1].low == "that"
        meant = noun in spoken_of or (noun == "it" and opens and bool(spoken_of & RECORDS))
        # "The recording was a fake": of which none was told, it can only be what the words stand in.
        other = SHOWN | RECORDS if spoken_of & RECORDS else SHOWN
        meant = meant or (noun in other.difference(told) and end == 1 and tokens[0].low == "the")
        if meant and tells_untrue(tokens[at + 1 : at + (REACH if comes else 7)]):
            return True
    return False


def tells_untrue(predicate: Sequence[Token]) -> bool:
    """Tell whether what is told of something is that it is made up."""
    told = {token.low for token in predicate}
    return bool(told & NO_TRUTH) and not told & NOT


def _subject_end(tokens: Sequence[Token], be: int) -> int:
    """Return the last word before "is", "turned out to be" or "proved to be"."""
    end = before_adverbs(tokens, be, 0)
    if end > 1 and tokens[end].low == "to":
        end = before_adverbs(tokens, before_adverbs(tokens, end, 0), 0)
    return max(end, 0)


def _takes_back(tokens: Sequence[Token], name: str) -> bool:
    """ "Li never wrote it", "He denied saying so": the same subject, and nothing else is told."""
    for at, token in enumerate(tokens[1:30], 1):
        group = [t.low for t in tokens[max(0, at - 5) : at]]
        if not {name, "he", "she", "they"} & set(group):
            continue
        denies = base(token) == "deny"
        # "There is no proof that he ever used it".
        negated = base(token) in _UTTERING and any(is_negative(w) or w == "no" for w in group)
        if (denies or negated) and _is_the_words(tokens, at + 1, named=denies):
            return True
    return False


def _says_so(tokens: Sequence[Token], name: str) -> bool:
    """ "“Those are not my words,” Li said": who is to have said it disowns it."""
    return any(
        token.kind == "q"
        and {name, "he", "she"}.intersection(t.low for t in tokens[max(0, at - 4) : at + 4])
        and disowns(token.text)
        for at, token in enumerate(tokens)
    )


def disowns(words: str) -> bool:
    """Tell whether somebody's words are that he did not say something: "I never said that", "not my words"."""
    tokens = paragraph(words, 0, len(words), ()).tokens
    lows = [token.low for token in tokens]
    not_mine = any(
        lows[i - 1] == "my" and lows[i] in WORDS_AS_SUCH and any(map(is_negative, lows[: i - 1]))
        for i in range(1, len(lows))
    )
    return not_mine or _takes_back(tokens, "i") or _is_unheard(tokens)


def _is_unheard(tokens: Sequence[Token]) -> bool:
    """ "Two guests heard nothing of the kind", "Li made no such remark"."""
    for at in range(1, len(tokens) - 2):
        low, *after = (token.low for token in tokens[at : at + 4])
        none = low == "nothing" and after in (["of", "the", "kind"], ["of", "the", "sort"])
        such = low == "no" and after[0] == "such" and after[1] in WORDS_AS_SUCH | {"thing"}
        if (none or such) and (base(tokens[at - 1]) in _UTTERING or tokens[at - 1].low in _HEARD):
            return True
    return False


def _is_the_words(tokens: Sequence[Token], at: int, *, named: bool) -> bool:
    """Tell whether "it", "saying so", "the remark" stand at a position, and no clause after them."""
    while at < len(tokens) and (
        tokens[at].low in _ANY
        or base(tokens[at]) in _UTTERING
        or tokens[at].low in DETERMINERS - _IT
    ):
        at += 1
    if at >= len(tokens) or tokens[at].low not in (_IT | WORDS_AS_SUCH if named else _IT):
        return False
    return at + 1 >= len(tokens) or tokens[at + 1].kind in ",.;:-q"


def is_contradicted(name: str, following: Sequence[Sequence[Token]]) -> bool:
    """ "Amaro says the talk never took place": whose words were retold speaks, and says no.

    Args:
        name: the last word of his name, in small letters.
        following: the sentences after the words, as tokens.
    """
    for sentence in following:
        at = next((i for i, token in enumerate(sentence[:6]) if token.low == name), None)
        if at is None or not any(t.low in SPEECH for t in sentence[at + 1 : at + 4]):
            continue
        if any(is_negative(t.low) or base(t) in DENYING for t in sentence[at + 1 :]):
            return True
    return False


def is_of_false_record(tokens: Sequence[Token], first: int, at: int, last: int) -> bool:
    """ "A letter in which Li writes “…”, is a forgery": the main clause goes on behind the words.

    Args:
        tokens: of the paragraph.
        first: the token from which a record is looked for.
        at: the token at which the words begin.
        last: one past the last token of their sentence.
    """
    if not any(token.low in RECORDS for token in tokens[first:at]):
        return False
    return any(
        tokens[i].kind == "," and tokens[i + 1].low in BE and tells_untrue(tokens[i + 2 : i + 8])
        for i in range(at, min(last, at + REACH) - 1)
    )
