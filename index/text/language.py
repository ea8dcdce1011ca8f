"""Which language a text is written in, by its script and its commonest small words.

Enough to tell English from what is not; a model of a hundred languages would weigh more than it
tells a reader of English trade news.
"""

from __future__ import annotations

import re
from collections import Counter

from index.text.words import STOP_WORDS

_SAMPLE = 5_000
_FEWEST_WORDS = 12
# In running English prose 35 to 50 words in a hundred are among these; tables have fewer.
_ENOUGH = 0.08
_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")
_NOT_LATIN = re.compile("[\u0370-\u1fff\u3040-\ud7ff]")
_SMALL_WORDS = {
    "en": "the of and to in a is that for it as was with be by on not he his but at are this have "
    "from or had an they which were their has been who said will its would about after more than",
    "de": "der die das und ist nicht ein eine den dem von zu mit sich des auf für im als auch es an "
    "werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über so zum war",
    "fr": "le la les de des et est un une du en que qui dans pour pas sur au par il avec ce plus ne "
    "se sont aux cette ont mais été ou comme nous leur sa ses même d l",
    "es": "el la los las de y que en un una es del se por con para no al lo como más su fue ha pero "
    "sus este entre cuando muy sin sobre también han según",
    "it": "il lo la i gli le di e che è un una in per non con del della si dei da al sono ha come più "
    "anche nel alla delle questo ma su gli ai dal",
    "pt": "o os as de e que em um uma do da dos das no na por para com não se mais ao é como foi são "
    "sua seu pelo pela entre também mas já até",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als door bij maar uit "
    "naar heeft worden werd deze over nog wordt hij tot",
    "pl": "w i na z się nie do to że jest o jak po od za przez dla są oraz który ale tym będzie może "
    "było już tego także co",
    "sv": "och i att det som en på är av för med den till inte om ett har de från var men vid sig kan "
    "ska eller efter även",
    "da": "og i at det som en på er af for med den til ikke et har de fra var men ved sig kan skal "
    "eller efter også blev",
    "tr": "ve bir bu da de için ile olarak daha çok en olan gibi sonra kadar ne var ise ancak göre "
    "olduğu tarafından",
    "id": "yang dan di untuk dengan pada ini itu dari tidak dalam akan adalah ke juga oleh sebagai "
    "telah karena lebih",
    "vi": "và của là có các trong được cho không một những với này đã từ người để khi về theo",
    "ru": "и в на не что с по из к за от для как это но его до также его их при",
    "uk": "і в на не що з до та за від для як це але його також є про які",
}
_KNOWN = {name: frozenset(words.split()) for name, words in _SMALL_WORDS.items()}
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
# Japanese is told by its syllables among Chinese characters; they are a third of its text.
_SCRIPT_SHARE = {"ja": 0.1}
_OTHER_SHARE = 0.3

# What a question begins with, and after the stroke the auxiliaries that tell it from a name.
_ASKS = {
    code: tuple(frozenset(part.split()) for part in words.split("|"))
    for code, words in {
        "de": "wer wen wem wessen was wie wo wann warum wieso weshalb woher wohin wieviel welche welcher "
        "welches welchen welchem | hat haben hatte ist sind waren wird werden kann können soll gibt gesagt",
        "fr": "qui que quoi qu quel quelle quels quelles quand où pourquoi comment combien "
        "| est sont était a ont dit peut il elle t",
        "es": "qué quién quiénes quien quienes cuándo cuando cuánto cuánta cuántos cuántas cuanto cómo "
        "dónde donde cuál cuáles cual cuales | es ha han dijo puede fue cuesta está están",
        "it": "quando dove perché quanto quanta quanti quante quale quali | è sono hanno può detto",
        "pt": "quem quando onde quanto quanta quantos quantas qual quais porquê | é são foi tem têm disse",
        "nl": "wie wat waar wanneer waarom hoe hoeveel welke | is zijn heeft hebben kan gezegd",
        "pl": "kto kiedy gdzie dlaczego który jaka jaki | jest są był była",
        "sv": "vem vad när varför hur vilken vilka | är hade sade",
        "da": "hvem hvad hvornår hvor hvorfor hvordan hvilken hvilke | er havde sagde",
        "tr": "nerede neden niçin nasıl kaç hangi | mi mı dedi",
        "id": "siapa apa kapan mengapa bagaimana berapa | adalah",
    }.items()
}
_ASKING = frozenset("what who when where why how which did does do say says tell".split())
_NAMES = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "pl": "Polish", "sv": "Swedish", "da": "Danish", "tr": "Turkish",
    "id": "Indonesian", "vi": "Vietnamese", "ru": "Russian", "uk": "Ukrainian", "ja": "Japanese",
    "ko": "Korean", "zh": "Chinese", "ar": "Arabic", "he": "Hebrew", "el": "Greek", "hi": "Hindi",
    "th": "Thai",
}  # fmt: skip
LANGUAGES = tuple(sorted(_NAMES.values()))
"""The English names of the languages that are told apart."""


def name_of(code: str | None) -> str | None:
    """Return the English name of a language code; None for one not known here, and for English."""
    return _NAMES.get(code or "")


def foreign(code: str | None) -> str | None:
    """Say what a reader can expect of an article that is not in English; None for one that is."""
    if code in {"en", None}:
        return None
    name = name_of(code) or "a language not known here"
    return f"in {name}: found by its words; meaning and speakers are understood in English only"


def language_of(text: str) -> str | None:
    """Return an ISO 639-1 code, "und" for a language not known here, None for too few words."""
    sample = text[:_SAMPLE]
    letters = _LETTER.findall(sample) if _NOT_LATIN.search(sample) else []
    for code, script in _SCRIPTS if letters else ():
        if len(script.findall(sample)) > _SCRIPT_SHARE.get(code, _OTHER_SHARE) * len(letters):
            return code
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < _FEWEST_WORDS:
        return None
    counts = Counter(words)
    shares = {
        code: sum(counts[word] for word in known) / len(words) for code, known in _KNOWN.items()
    }
    best = max(shares, key=lambda code: (shares[code], code == "en"))
    return best if shares[best] >= _ENOUGH else "und"


def language_asked(question: str) -> str | None:
    """Return the name of a question's language if it is clearly not English, else None.

    A question is short: another script, "¿", a question word of another language at its head, or
    more of its small words than of English, two at least.
    """
    letters = _LETTER.findall(question)
    for code, script in _SCRIPTS:
        if letters and len(script.findall(question)) > _OTHER_SHARE * len(letters):
            return _NAMES[code]
    if "¿" in question or "¡" in question:
        return _NAMES["es"]
    words = [word.lower() for word in _WORD.findall(question)]
    if not words or set(words) & _ASKING:
        return None
    found = set(words)
    english = found & STOP_WORDS
    hits = {code: _hits(code, words[0], found - STOP_WORDS) for code in _KNOWN if code != "en"}
    best = max(hits, key=lambda code: hits[code])
    return _NAMES[best] if hits[best] > max(1, len(english)) else None


def _hits(code: str, first: str, words: set[str]) -> int:
    """Count a language's small words among those that are not English.

    Three are needed, as names hold two ("de la Torre"), or a question word at the head, or an
    auxiliary beside another.
    """
    asking, auxiliaries = _ASKS.get(code, (frozenset(), frozenset()))
    small = len(words & (_KNOWN[code] | asking | auxiliaries))
    head = (first in asking) + (first in asking - STOP_WORDS - {"comment"})
    asked = head or words & auxiliaries
    return small + head - (first in asking & words) if asked else small - 1
