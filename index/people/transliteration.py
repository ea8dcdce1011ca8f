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

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
_FOLDS = [
    (re.compile(pattern), key)
    for pattern, key in [
        (r"^al[-'’]", ""),
        (r"[-'’`ʿʾ]", ""),
        (r"^(?:mohammed|muhammad|mohamed|mohammad|muhammed|mohamad|muhamad)$", "mohamed"),
        (r"^(?:ahmed|ahmad|ahmet)$", "ahmed"),
        (r"^(?:hussein|husain|hussain|husayn|hossein)$", "husein"),
        (r"([aou])e(?=[^aeiou])", r"\1"),  # Mueller for Müller, which has lost its dots before
        (r"(?<=[a-z]{3}[oe])(?:ff|w)$", "v"),  # Romanoff, Romanow
        (r"(?:iyy|iy|ij|yi|yy|ii|ey|ei|ie|y|i)$", "i"),  # Zelenskyy, Sergey, Yury
        (r"^[ji]u|^yu|^iu", "yu"),
        (r"^ye(?=[a-z])", "e"),  # Yelena
        (r"tsch|tch|ch", "c"),
        (r"sch|sh", "s"),
        (r"kh", "h"),
        (r"ks", "x"),
        (r"ph", "f"),
        (r"[iy](?=[aeou])", "y"),
        (r"[iy]e", "e"),  # Dmitriev
        (r"([^eo])\1", r"\1"),  # Reed is not Redd
    ]
]


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
    for pattern, replacement in _FOLDS:
        key = pattern.sub(replacement, key)
    return key
