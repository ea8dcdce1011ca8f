"""One key for the common transliterations of a name: Zelensky, Zelenskyy and Zelenskiy.

Only spellings that writers of English use for the same foreign name are folded; a key is never
shown, it only tells that two spellings may be one name. Pinyin is left alone but for hyphens:
there one letter makes another name (Chen, Cheng; Zhou, Zhu).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from index.text.names import CHINESE_SURNAMES
from index.text.word_lists import word_lists

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
_FOLDINGS = [(re.compile(pattern), key) for pattern, key in word_lists("names")["foldings"]]


def spellings(words: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of a name's words in one order, whatever the name's own."""
    names = tuple(words)
    if any(word in CHINESE_SURNAMES for word in names):
        return tuple(sorted(word.replace("-", "").replace("’", "") for word in names))
    return tuple(sorted(spelling(word) for word in names))


@lru_cache(maxsize=65_536)
def spelling(word: str) -> str:
    """Return the key of one word of a name, in lower case without accents."""
    bare = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    key = "".join(c for c in bare if not unicodedata.combining(c))
    for pattern, replacement in _FOLDINGS:
        key = pattern.sub(replacement, key)
    return key
