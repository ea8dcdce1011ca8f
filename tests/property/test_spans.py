"""What holds for every text: spans are exact, nothing is lost, nothing raises."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from index.cleaning.clean import clean
from index.ingest.chunking import TARGET, chunks
from index.ingest.load import read
from index.sources.by_name import FORMATS
from index.text.sentences import LONGEST, sentences
from index.types import Article, Problem, RawArticle

PIECES = st.sampled_from(
    "Zinc rose. |“We will not,” |Mr. Lee said|U.S. |\n|\n\n|    |(D-Ore.) |Photo: Lee/AFP\n|Comments\n"
    "|â\x80\x99|&amp;|<b>|\u00a0|\u202e|No. 5 |Updated May 2, 2025, 4:31 p.m. ET\n|; |…|?!|\x85"
    "|var a = {'b': 1};|Reuter".split("|")
)
PRESS = st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join)
TEXTS = st.text() | PRESS


def raw(text: str) -> RawArticle:
    return RawArticle(source="a.txt", article_id="a", text=text)


@given(TEXTS)
def test_sentences_cover_the_text_in_order(text: str) -> None:
    found = sentences("a", text)
    end = 0
    for number, sentence in enumerate(found):
        assert sentence.number == number
        assert text[end : sentence.start].strip() == ""
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert 0 < len(sentence.text) <= LONGEST
        assert "\n\n" not in sentence.text
        end = sentence.end
    assert text[end:].strip() == ""
    paragraphs = [sentence.paragraph for sentence in found]
    assert paragraphs == sorted(paragraphs)


@given(st.lists(st.integers(1, 900), max_size=40), st.integers(1, 5))
def test_chunks_cover_the_sentences_in_order(lengths: list[int], per_paragraph: int) -> None:
    words = [f"Z{'x' * length}." for length in lengths]
    text = "".join(
        word + ("\n\n" if number % per_paragraph == 0 else " ")
        for number, word in enumerate(words, start=1)
    )
    article = Article(article_id="a", text=text, content_hash="f" * 64)
    spans = sentences("a", text)
    found = chunks(article, spans)
    covered = -1
    for chunk in found:
        assert text[chunk.start : chunk.end] == chunk.text
        assert chunk.start == spans[chunk.first_sentence].start
        assert chunk.end == spans[chunk.last_sentence].end
        assert covered <= chunk.first_sentence <= covered + 1
        assert chunk.last_sentence > covered
        assert len(chunk.text) <= TARGET or chunk.first_sentence == chunk.last_sentence
        covered = chunk.last_sentence
    assert covered == len(spans) - 1
    assert len({chunk.chunk_id for chunk in found}) == len(found)


@given(TEXTS)
def test_cleaning_the_cleaned_changes_nothing(text: str) -> None:
    once = clean(raw(text))
    again = clean(raw(once.text))
    assert again.text == once.text
    assert again.changes == ()
    assert "\n\n\n" not in once.text
    assert once.text == once.text.strip()


@given(st.binary() | TEXTS.map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=60)
def test_no_bytes_raise(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # Pages have their own test below, and a PDF its own process: tests/stress has those.
        for suffix in (name for name in FORMATS if name not in {".html", ".htm", ".pdf"}):
            path = Path(folder) / f"a{suffix}"
            path.write_bytes(data)
            for item in read(path, Path(folder)):
                assert isinstance(item, Problem) or clean(item).article_id


@given(st.binary(max_size=200) | PRESS.map(str.encode))
@settings(max_examples=40)
def test_no_page_raises(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.html"
        path.write_bytes(b"<html><body><p>" + data)
        (item,) = read(path, Path(folder))
        assert item.source == str(path)
