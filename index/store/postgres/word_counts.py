"""The table of word counts: what a transaction changes, and many changes joined to one."""

from __future__ import annotations

from index.store.postgres.session import Session
from index.store.words.tally import JOINED, Tally

# Another use of such a lock than the writers' own.
_JOINING = 7_594_036_431_811_801_189


def write(tally: Tally, session: Session) -> None:
    """Write the changes and move readers on, last of all: the next writer waits for this row.

    Args:
        tally: the changes, forgotten once they are written.
        session: in whose transaction they are written.
    """
    session.copy(
        "word_counts (lexeme, chunks, articles, chunk_rows, article_rows)", tally.by_word()
    )
    session.rows(
        "UPDATE state SET generation = generation + 1, chunks = chunks + %s,"
        " chunk_words = chunk_words + %s, articles = articles + %s,"
        " article_words = article_words + %s",
        tally.totals(),
    )
    tally.clear()


def join(session: Session) -> None:
    """Make one of many changes to a word; those being added meanwhile stay as they are."""
    with session.unannounced():
        (alone,) = session.rows("SELECT pg_try_advisory_xact_lock(%s) AS got", [_JOINING])
        while alone["got"]:
            (done,) = session.rows(
                "WITH many AS (SELECT lexeme, level FROM word_counts GROUP BY lexeme, level"
                " HAVING count(*) >= %s), old AS (DELETE FROM word_counts w USING many m"
                " WHERE w.lexeme = m.lexeme AND w.level = m.level RETURNING w.*),"
                " new AS (INSERT INTO word_counts"
                " (lexeme, chunks, articles, level, chunk_rows, article_rows)"
                " SELECT lexeme, sum(chunks), sum(articles), level + 1, string_agg(chunk_rows, ''),"
                " string_agg(article_rows, '') FROM old GROUP BY lexeme, level RETURNING 1)"
                " SELECT count(*) AS n FROM new",
                [JOINED],
            )
            if not done["n"]:
                return
