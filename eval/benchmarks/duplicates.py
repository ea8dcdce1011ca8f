"""How well copies of a story are found: ``python -m eval.benchmarks.duplicates ARTICLES.jsonl…``.

Copies of drawn articles are planted: verbatim, cut, under another headline, a tenth of the words
edited, and all of that at once. The others of the files are asked for too: what is found among
them is either a copy the corpus holds or a mistake, and is listed with ``--show`` to be read.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index.cleaning.clean import clean
from index.fingerprint import fingerprint
from index.ingest.duplicates import DuplicateIndex
from index.ingest.load import read
from index.ingest.stories import Stories
from index.types import Article, RawArticle, Story

_FEWEST_WORDS = 80
_STRANGERS = "harbour lantern velvet orchard saddle thimble glacier pepper anvil mosaic".split()


def main() -> None:
    """Print recall and precision for each kind of copy, and the speed."""
    parser = argparse.ArgumentParser(description="Print how well copies of a story are found.")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--planted", type=int, default=300, help="copies of each kind")
    parser.add_argument("--show", action="store_true", help="list the copies the files hold")
    options = parser.parse_args()
    articles = _articles(options.files)
    texts = {id_: article.text for id_, article in articles.items()}
    started = time.perf_counter()
    settled = Stories(None).settle([Story(article=a, raw_hash="") for a in articles.values()])
    natural = {id_: original for id_, (_copy, original) in settled.copies.items()}
    seconds = time.perf_counter() - started
    originals = {id_: text for id_, text in texts.items() if id_ not in natural}
    print(f"{len(texts)} articles, {len(natural)} copies among them, {seconds:.1f} s")
    print("| copies | planted | found | of the right article |\n|---|---|---|---|")
    for name, change in _CHANGES.items():
        print(_row(name, change, originals, options.planted))
    for copy, original in natural.items() if options.show else ():
        print(f"{copy}  {original}\n  {texts[copy][:100]!r}\n  {texts[original][:100]!r}")


def _articles(files: Sequence[Path]) -> dict[str, Article]:
    found: dict[str, Article] = {}
    for path in files:
        for item in read(path, path.parent):
            if isinstance(item, RawArticle):
                found.setdefault(item.article_id, clean(item))
    return found


def _row(
    name: str, change: Callable[[random.Random, str], str], originals: dict[str, str], planted: int
) -> str:
    rng = random.Random(name)
    long_enough = [i for i, text in originals.items() if len(text.split()) >= _FEWEST_WORDS]
    drawn = rng.sample(long_enough, min(planted, len(long_enough)))
    known = ((id_, fingerprint(text)) for id_, text in originals.items())
    index = DuplicateIndex(known, originals.__getitem__)
    found = right = 0
    for id_ in drawn:
        copy = change(rng, originals[id_])
        match = index.match(copy, fingerprint(copy))
        found += match is not None
        right += match is not None and match.article_id == id_
    precision = f"{right / found:.3f}" if found else "–"
    return f"| {name} | {len(drawn)} | {found / len(drawn):.3f} | {precision} |"


def _verbatim(rng: random.Random, text: str) -> str:
    return text.replace("“", '"').replace("”", '"').replace("’", "'").replace("\n\n", "\n")


def _cut(rng: random.Random, text: str) -> str:
    """Keep the beginning, three to eight tenths, as papers cut a wire story from its end."""
    words = text.split(" ")
    return " ".join(words[: int(len(words) * rng.uniform(0.3, 0.8))])


def _headlined(rng: random.Random, text: str) -> str:
    return f"{' '.join(rng.sample(_STRANGERS, 8)).title()}\n\nBy Ann Lee\n\nOSLO (Reuters) - {text}"


def _edited(rng: random.Random, text: str) -> str:
    return " ".join(_edits(rng, text.split(" ")))


def _edits(rng: random.Random, words: Sequence[str]) -> Iterator[str]:
    for word in words:
        chance = rng.random()
        if chance < 0.05:
            yield rng.choice(_STRANGERS)
        elif chance < 0.075:
            continue
        elif chance < 0.1:
            yield f"{word} {rng.choice(_STRANGERS)}"
        else:
            yield word


def _everything(rng: random.Random, text: str) -> str:
    return _headlined(rng, _edited(rng, _cut(rng, text)))


_CHANGES = {
    "verbatim, other marks and breaks": _verbatim,
    "cut to its first 30–80 %": _cut,
    "another headline, byline, dateline": _headlined,
    "10 % of the words edited": _edited,
    "cut, edited and re-headlined": _everything,
}

if __name__ == "__main__":
    main()
