"""The table of word counts: what a transaction changes, and many changes joined to one."""

from __future__ import annotations

import sqlite3
from itertools import islice
from typing import Literal

from index.store.words.lexemes import counted
from index.store.words.tally import JOINED, Changes, Tally

# So many rows are counted before they are written.
_STEP = 50_000


def numbers(
    changes: Changes, connection: sqlite3.Connection, table: Literal["chunk", "article"], count: int
) -> range:
    """Return the numbers of rows to come, which none ever had, inside a transaction.

    Args:
        changes: of the transaction to the table. They count what is given: an UPDATE for each
            article would make FTS5 write a segment for each.
        connection: in that transaction.
        table: whose rows they will be.
        count: how many.
    """
    (last,) = connection.execute(f"SELECT last_{table} FROM totals").fetchone()
    changes.given += count
    return range(last + changes.given - count + 1, last + changes.given + 1)


def write(tally: Tally, connection: sqlite3.Connection) -> None:
    """Write the changes, inside the transaction that they belong to.

    Args:
        tally: the changes, forgotten once they are written.
        connection: in that transaction.
    """
    connection.executemany(
        "INSERT INTO word_counts (lexeme, chunks, articles, chunk_rows, article_rows)"
        " VALUES (?, ?, ?, ?, ?)",
        tally.by_word(),
    )
    connection.execute(
        "UPDATE totals SET chunks = chunks + ?, chunk_words = chunk_words + ?,"
        " articles = articles + ?, article_words = article_words + ?,"
        " last_chunk = last_chunk + ?, last_article = last_article + ?",
        (*tally.totals(), tally.chunks.given, tally.articles.given),
    )
    tally.clear()


def join(connection: sqlite3.Connection) -> None:
    """Make one of many changes to a word, inside a transaction."""
    while many := connection.execute(
        "SELECT lexeme, level FROM word_counts GROUP BY lexeme, level HAVING count(*) >= ?",
        (JOINED,),
    ).fetchall():
        for key in many:
            rows = connection.execute(
                "DELETE FROM word_counts WHERE lexeme = ? AND level = ?"
                " RETURNING chunks, articles, chunk_rows, article_rows",
                tuple(key),
            ).fetchall()
            chunks, articles, chunk_rows, article_rows = zip(*rows, strict=True)
            connection.execute(
                "INSERT INTO word_counts VALUES (?, ?, ?, ?, ?, ?)",
                (key[0], key[1] + 1, sum(chunks), sum(articles),
                 b"".join(chunk_rows), b"".join(article_rows)),
            )  # fmt: skip


def fill(connection: sqlite3.Connection) -> None:
    """Count what is there, into empty tables, inside a transaction."""
    connection.execute(
        "INSERT INTO totals SELECT 0, 0, 0, 0, (SELECT coalesce(max(number), 0) FROM chunks),"
        " (SELECT coalesce(max(number), 0) FROM articles)"
    )
    tally = Tally()
    for changes, query in (
        ("chunks", "SELECT rowid, title, text FROM words"),
        ("articles", "SELECT number, coalesce(title, ''), text FROM articles"),
    ):
        rows = connection.execute(query)
        while part := list(islice(rows, _STEP)):
            for number, title, text in part:
                getattr(tally, changes).come(number, *counted(title, text))
            write(tally, connection)
    join(connection)
