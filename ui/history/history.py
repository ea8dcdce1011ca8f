"""Conversations, kept: every turn with its question, its whole answer and the reader's verdict.

Every step names the ``owner`` (a browser or a user), and none sees what belongs to another.
Threads and processes may share one history.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, get_args

from index.errors import UnknownConversation, UsageError
from ui.history.file import Connection, HistoryFile
from ui.history.values import Conversation, Hit, KeptTurn, RatedTurn, Thumb

LONGEST_TITLE, LONGEST_REASON = 120, 2000
EXCERPT_WORDS, MOST_HITS = 14, 50


class History:
    """The conversations in one file, which is made at the first use.

    What the owner does not have, a conversation or a turn, raises ``UnknownConversation``.
    """

    def __init__(self, path: Path) -> None:
        self._file = HistoryFile(path)

    # -- conversations ----------------------------------------------------------

    def begin(self, owner: str, title: str) -> Conversation:
        """Begin a conversation; its title is mostly the first question.

        Args:
            owner: whose it will be.
            title: put on one line, and cut where it is too long.
        """
        id_, now = secrets.token_urlsafe(12), _now()
        new = "INSERT INTO conversations (id, owner, title, begun, changed) VALUES (?, ?, ?, ?, ?)"
        with self._file.writing() as db:
            db.execute(new, (id_, owner, _title(title), now, now))
            return _conversation(db, owner, id_)

    def conversations(self, owner: str) -> list[Conversation]:
        """Return an owner's conversations, pinned ones first, then the last changed."""
        order = "ORDER BY c.pinned DESC, c.changed DESC, c.number DESC"
        with self._file.reading() as db:
            return [_read(row) for row in db.execute(f"{_CONVERSATIONS} {order}", (owner,))]

    def conversation(self, owner: str, id_: str) -> Conversation:
        """Return one conversation.

        Args:
            owner: whose it is.
            id_: of the conversation.
        """
        with self._file.reading() as db:
            return _conversation(db, owner, id_)

    def turns(self, owner: str, id_: str) -> list[KeptTurn]:
        """Return the turns of a conversation in order.

        Args:
            owner: whose the conversation is.
            id_: of the conversation.
        """
        with self._file.reading() as db:
            return _turns(db, _number(db, owner, id_))

    def search(self, owner: str, words: str) -> list[Hit]:
        """Return conversations that hold all the words, the nearest first.

        The last word may be half typed. Titles count before what was asked and answered.

        Args:
            owner: whose conversations are looked through.
            words: as typed; without any nothing is found.
        """
        quoted = ['"{}"'.format(w.replace('"', '""')) for w in _storable(words).split()]
        if not quoted:
            return []
        found: dict[str, Hit] = {}
        asked = (EXCERPT_WORDS, owner, f"{' '.join(quoted)}*", MOST_HITS)
        with self._file.reading() as db:
            for row in chain.from_iterable(db.execute(q, asked) for q in (_IN_TITLES, _IN_TURNS)):
                fields = dict(row)
                excerpt, turn = fields.pop("excerpt"), fields.pop("turn")
                hit = Hit(excerpt=excerpt, turn=turn, conversation=_read(fields))
                found.setdefault(hit.conversation.id, hit)
        return list(found.values())[:MOST_HITS]

    def rename(self, owner: str, id_: str, title: str) -> Conversation:
        """Give a conversation another title.

        Args:
            owner: whose the conversation is.
            id_: of the conversation.
            title: put on one line, and cut where it is too long.

        Raises:
            UsageError: the title is empty.
        """
        if not title.strip():
            raise UsageError("The title is empty; write a few words.")
        return self._with(owner, id_, "title", _title(title))

    def pin(self, owner: str, id_: str, *, pinned: bool) -> Conversation:
        """Keep a conversation above the others, or no longer.

        Args:
            owner: whose the conversation is.
            id_: of the conversation.
            pinned: whether it is to stand above the others.
        """
        return self._with(owner, id_, "pinned", pinned)

    def _with(self, owner: str, id_: str, field: str, value: object) -> Conversation:
        with self._file.writing() as db:
            put = f"UPDATE conversations SET {field} = ? WHERE owner = ? AND id = ?"
            db.execute(put, (value, owner, id_))
            return _conversation(db, owner, id_)

    def branch(self, owner: str, turn: int) -> Conversation:
        """Begin a conversation with everything up to a turn; the old one stays as it is.

        Args:
            owner: whose the turn is; the new conversation is theirs too.
            turn: the id of the last one to take along.
        """
        with self._file.reading() as db:
            number = _conversation_of(db, owner, turn)
            turns = [kept for kept in _turns(db, number) if kept.id <= turn]
        begun = self.begin(owner, turns[-1].question)
        for kept in turns:
            self.add(owner, begun.id, kept.question, kept.answer)
        return self.conversation(owner, begun.id)

    def delete(self, owner: str, id_: str) -> None:
        """Delete a conversation; its words leave the file too.

        Args:
            owner: whose the conversation is.
            id_: of the conversation.
        """
        with self._file.writing() as db:
            db.execute("DELETE FROM conversations WHERE number = ?", (_number(db, owner, id_),))
            _scrub(db)

    # -- turns ------------------------------------------------------------------

    def add(self, owner: str, id_: str, question: str, answer: Mapping[str, Any]) -> KeptTurn:
        """Keep a turn at the end of a conversation.

        Args:
            owner: whose the conversation is.
            id_: of the conversation.
            question: as asked.
            answer: what ``Answer.to_dict`` gave.
        """
        now, question = _now(), _storable(question)
        with self._file.writing() as db:
            conversation = _number(db, owner, id_)
            turn = "INSERT INTO turns (conversation, asked, question, answer) VALUES (?, ?, ?, ?)"
            cursor = db.execute(turn, (conversation, now, question, json.dumps(dict(answer))))
            assert cursor.lastrowid is not None
            words = "INSERT INTO words (rowid, question, answer) VALUES (?, ?, ?)"
            said = _storable(str(answer.get("text") or ""))
            db.execute(words, (cursor.lastrowid, question, said))
            db.execute("UPDATE conversations SET changed = ? WHERE number = ?", (now, conversation))
        return KeptTurn(id=cursor.lastrowid, asked=now, question=question, answer=answer)

    def rewind(self, owner: str, turn: int) -> None:
        """Delete a turn and those after it, as when its question is asked anew.

        Args:
            owner: whose the turn is.
            turn: the id of the first one to go.
        """
        with self._file.writing() as db:
            later = "DELETE FROM turns WHERE conversation = ? AND number >= ?"
            db.execute(later, (_conversation_of(db, owner, turn), turn))
            _scrub(db)

    def rate(self, owner: str, turn: int, thumb: Thumb | None, reason: str = "") -> None:
        """Keep the reader's verdict on an answer, in place of an earlier one; None takes it back.

        Args:
            owner: whose the turn is.
            turn: its id.
            thumb: "up" or "down".
            reason: in the reader's words; kept beside a verdict only, and cut where it is too long.

        Raises:
            UsageError: the verdict is none.
        """
        if thumb is not None and thumb not in get_args(Thumb):
            raise UsageError(f"A verdict is up or down, not '{thumb}'.")
        why = _storable(reason.strip()[:LONGEST_REASON]) or None if thumb else None
        with self._file.writing() as db:
            _conversation_of(db, owner, turn)
            rated = "UPDATE turns SET thumb = ?, reason = ? WHERE number = ?"
            db.execute(rated, (thumb, why, turn))

    def rated(self) -> list[RatedTurn]:
        """Return every owner's turns that have a verdict, in the order they were asked."""
        with self._file.reading() as db:
            found = db.execute("SELECT DISTINCT conversation FROM turns WHERE thumb IS NOT NULL")
            every = [_turns(db, row["conversation"]) for row in found.fetchall()]
        rated = [
            RatedTurn(turn=turn, before=tuple(turns[:place]))
            for turns in every
            for place, turn in enumerate(turns)
            if turn.thumb
        ]
        return sorted(rated, key=lambda r: r.turn.id)


_FIELDS = (
    "SELECT c.id, c.title, c.begun, c.changed, c.pinned,"
    " (SELECT count(*) FROM turns t WHERE t.conversation = c.number) AS turns"
)
_CONVERSATIONS = f"{_FIELDS} FROM conversations c WHERE c.owner = ?"
_IN_TITLES = (
    f"{_FIELDS}, snippet(titles, -1, '', '', ' … ', ?) AS excerpt, NULL AS turn"
    " FROM titles JOIN conversations c ON c.number = titles.rowid"
    " WHERE c.owner = ? AND titles MATCH ? ORDER BY rank LIMIT ?"
)
_IN_TURNS = (
    f"{_FIELDS}, snippet(words, -1, '', '', ' … ', ?) AS excerpt, f.number AS turn"
    " FROM words JOIN turns f ON f.number = words.rowid"
    " JOIN conversations c ON c.number = f.conversation"
    " WHERE c.owner = ? AND words MATCH ? ORDER BY rank LIMIT ?"
)


def _conversation(db: Connection, owner: str, id_: str) -> Conversation:
    query = f"{_CONVERSATIONS} AND c.id = ?"
    return _read(_one(db, query, owner, id_, f"conversation '{id_}'"))


def _read(row: Any) -> Conversation:
    fields = dict(row)
    return Conversation(**{**fields, "pinned": bool(fields["pinned"])})


def _number(db: Connection, owner: str, id_: str) -> int:
    query = "SELECT number FROM conversations WHERE owner = ? AND id = ?"
    return int(_one(db, query, owner, id_, f"conversation '{id_}'")["number"])


def _conversation_of(db: Connection, owner: str, turn: int) -> int:
    query = (
        "SELECT c.number FROM turns t JOIN conversations c ON c.number = t.conversation"
        " WHERE c.owner = ? AND t.number = ?"
    )
    return int(_one(db, query, owner, turn, f"turn {turn}")["number"])


def _one(db: Connection, query: str, owner: str, id_: str | int, called: str) -> Any:
    row = db.execute(query, (owner, id_)).fetchone()
    if row is None:
        raise UnknownConversation(f"There is no {called}; it may have been deleted.")
    return row


def _turns(db: Connection, conversation: int) -> list[KeptTurn]:
    rows = db.execute(
        "SELECT number AS id, asked, question, answer, thumb, reason FROM turns"
        " WHERE conversation = ? ORDER BY number",
        (conversation,),
    )
    return [KeptTurn(**{**dict(row), "answer": json.loads(row["answer"])}) for row in rows]


def _scrub(db: Connection) -> None:
    """Write the word lists anew: a deleted word would else linger in them."""
    db.execute("INSERT INTO words (words) VALUES ('optimize')")
    db.execute("INSERT INTO titles (titles) VALUES ('optimize')")


def _title(title: str) -> str:
    line = " ".join(_storable(title).split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"


def _storable(text: str) -> str:
    """Replace what SQLite cannot hold as text: half characters and zero bytes."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
