from __future__ import annotations

from index.ingest.chunking import TARGET, chunks
from index.text.sentences import sentences
from index.types import Article, Chunk


def chunked(text: str) -> tuple[Article, list[Chunk]]:
    article = Article(article_id="a", text=text, content_hash="0123456789abcdef")
    return article, chunks(article, sentences("a", text))


def sentence(length: int) -> str:
    return "Zinc " + "x" * (length - 6) + "."


def spans(found: list[Chunk]) -> list[tuple[int, int]]:
    return [(chunk.first_sentence, chunk.last_sentence) for chunk in found]


def test_a_short_article_is_one_chunk() -> None:
    article, found = chunked("Zinc rises\n\nZinc rose. Tin fell.")
    assert found == [
        Chunk(
            article_id="a", chunk_id="a:01234567:0", first_sentence=0, last_sentence=2,
            start=0, end=32, text=article.text,
        )
    ]  # fmt: skip


def test_chunks_are_filled_one_after_another() -> None:
    _article, found = chunked(" ".join([sentence(100)] * 13))
    assert spans(found) == [(0, 4), (5, 9), (10, 12)]
    assert [len(chunk.text) for chunk in found] == [504, 504, 302]
    assert [chunk.chunk_id for chunk in found] == ["a:01234567:0", "a:01234567:1", "a:01234567:2"]


def test_a_chunk_rather_ends_with_its_paragraph() -> None:
    paragraph = " ".join([sentence(110)] * 4)
    _article, found = chunked("\n\n".join([paragraph] * 2))
    assert spans(found) == [(0, 3), (4, 7)]


def test_a_paragraph_that_ends_too_early_is_passed() -> None:
    text = sentence(200) + "\n\n" + " ".join([sentence(100)] * 8)
    assert spans(chunked(text)[1])[0] == (0, 3)


def test_only_a_single_sentence_is_longer_than_the_target() -> None:
    text = " ".join([sentence(100), sentence(1200), sentence(100), sentence(900)])
    _article, found = chunked(text)
    assert spans(found) == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert [len(chunk.text) > TARGET for chunk in found] == [False, True, False, True]


def test_no_sentences_no_chunks() -> None:
    assert chunked("")[1] == []
