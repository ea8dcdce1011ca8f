"""What is no question about the articles: greetings, thanks, questions about the tool, orders to write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.text import word_lists
from index.text.language import LANGUAGES
from index.text.lexicon import AUXILIARIES, PERSONAL
from index.text.words import STOP_WORDS, content_words, stem, tokens

TalkKind = Literal["greeting", "thanks", "help", "rules", "language", "text"]

_GREETING = word_lists.words("questions", "greeting")
_THANKS = word_lists.words("questions", "thanks")
_COURTESY = word_lists.words("questions", "courtesy")
_TOOL = word_lists.words("questions", "tool")
_HELP = word_lists.words("questions", "help")
_YOU = re.compile(r"\b(?:you|your|yours|yourself|u)\b", re.IGNORECASE)
_TO_THE_TOOL = re.compile(
    r"^\W*(?:please )?(?:repeat|print|reveal|show|display|output|ignore|disregard|forget|help)\b"
    r"|\b(?:this|the) (?:tool|app|chatbot|bot|assistant|program)\b|\b(?:use|work|works) (?:this|it)\b|\bthis work\b"
    r"|^\W*\?+\W*$",
    re.IGNORECASE,
)
_POLITE = r"^\W*(?:(?:please|now|and|kindly|can|could|would|will|you|i|want|need|to|like|d)\b\W*)*"
_TRANSLATE = re.compile(_POLITE + r"translate\b\W*(?P<about>.*)$", re.IGNORECASE)
_OWN_NAMES = "deutsch|français|francais|español|espanol|italiano|português|nederlands|polski|svenska|dansk|türkçe"
_PLEASE = frozenset({"please", "bitte", "favor", "svp", "plaît", "prego"})
_INTO = re.compile(
    rf"\W*\b(?:in|into|to|auf|en|em) (?:{'|'.join(LANGUAGES)}|english|{_OWN_NAMES})\b(?:\W+(?:{'|'.join(_PLEASE)}))*\W*$",
    re.IGNORECASE,
)
_ASKS = re.compile(r"^\W*(?:and |but |so )?(?:who|what|which|where|when|why|how)\b", re.IGNORECASE)
_WRITE = re.compile(
    _POLITE
    + r"(?P<verb>write|draft|compose|prepare|create|make|generate|produce|put together|design|draw)\b"
    r"(?: (?:me|us|up))*(?: (?:an?|the|some|my|our))?\s+(?P<what>[\w’'-]+(?: [\w’'-]+){0,4}?)"
    r"(?:\W+(?:on|about|of|for|to|from|with|covering|regarding)\s+(?P<about>.+?))?\W*$",
    re.IGNORECASE,
)
# Orders to give what is there another form.
_RECAST = re.compile(
    _POLITE
    + r"(?:(?:put|turn|convert|arrange|format)\s+(?P<about>.+?)\s+(?:in|into|as)\s+(?P<what>.+?)|"
    r"(?:rewrite|rephrase|reword|paraphrase|shorten)\s+(?P<text>.+?))\W*$",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\b(?:who|what|which|where|when|why|how)\b", re.IGNORECASE)
# "Cheers, that is all I needed": what follows the thanks is said of the talk.
_REMARK = PERSONAL | {"that", "this"}
_ABOUT = re.compile(r"^.*\b(?:on|about|regarding|covering)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What is wanted instead of an answer from the articles.

    Attributes:
        kind: greeting, thanks, help, the tool's own rules, another language, a text to be written.
        about: the subject of the text, in the reader's words; None where none is named.
        what: the sort of text ("briefing"), or None.
    """

    kind: TalkKind
    about: str | None = None
    what: str | None = None


def talk_in(question: str) -> Talk | None:
    """Return what is wanted by words that ask no article; None for a question to the articles."""
    if (kind := _short_talk(question)) is not None:
        return Talk(kind=kind)
    if translate := _TRANSLATE.match(question):
        about = _INTO.sub("", translate["about"]).strip(" ?.!")
        return Talk(kind="language", about=about if content_words(about) else None)
    first = tokens(question)[:1]
    if _INTO.search(question) and not _ASKS.match(question) and not AUXILIARIES & set(first):
        rest = _INTO.sub("", question)
        return Talk(kind="language", about=rest if _rest(rest, _TOOL | _PLEASE) else None)
    write = _WRITE.match(question)
    # "Make a list of all fees" asks for what the articles hold.
    if write and "list" not in tokens(write["what"]):
        about = _ABOUT.sub("", write["about"] or "").strip(" ?.!")
        return Talk(kind="text", about=about or None, what=write["what"])
    recast = _RECAST.match(question)
    if recast and not ("?" in question and _ASKING.search(question)):
        about = (recast["about"] or recast["text"]).strip(" ?.!")
        return Talk(kind="text", about=about, what=recast["what"])
    return None


def _short_talk(question: str) -> TalkKind | None:
    words = set(tokens(question))
    if words & (_GREETING | _THANKS) and not _rest(question, _GREETING | _THANKS | _COURTESY):
        return "thanks" if words & _THANKS else "greeting"
    if _is_remark(question):
        return "thanks"
    addressed = _YOU.search(question) or _TO_THE_TOOL.search(question)
    if addressed and not _rest(question, _TOOL | _COURTESY | _GREETING):
        asks = not words - STOP_WORDS or words & _HELP
        return (
            "help"
            if asks and not words & {"rules", "instructions", "prompt", "prompts"}
            else "rules"
        )
    return None


def _is_remark(question: str) -> bool:
    """Tell whether thanks are followed by a few words on the talk, and no question."""
    first, second = [*tokens(question)[:2], "", ""][:2]
    asks = "?" in question or _ASKING.search(question)
    return (
        first in _THANKS
        and second in _REMARK
        and not asks
        and len(_rest(question, _THANKS | _COURTESY)) <= 1
    )


def _rest(question: str, known: frozenset[str]) -> list[str]:
    """Return the words of a question that carry meaning and are not among those known."""
    forms = {stem(word) for word in known}
    return [word for word in content_words(question) if stem(word) not in forms]
