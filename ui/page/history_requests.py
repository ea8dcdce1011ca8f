"""What the page asks of the conversations kept: to list, open, rename, branch, export and rate them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any

from ui.history.kept import answer_from
from ui.page.conversation import Talk
from ui.page.forming import Shown
from ui.views import conversations as conversations_view
from ui.views.export import export, file_name

Asked = Mapping[str, Any]


class HistoryDesk:
    """What the page may ask of its conversations: a method for each thing, by the word that asks for it."""

    def __init__(self, talk: Talk) -> None:
        self._history, self._talk = talk.history, talk
        self.may: dict[str, Callable[[Asked, str], Shown]] = {
            "conversations": self._conversations,
            "conversation": self._conversation,
            "rename": self._rename,
            "delete": self._delete,
            "pin": self._pin,
            "branch": self._branch,
            "export": self._export,
            "rate": self._rate,
        }

    def _conversations(self, asked: Asked, owner: str) -> Shown:
        words = str(asked.get("search") or "")
        if words.strip():
            return {"html": conversations_view.hits(self._history.search(owner, words))}
        return {"html": conversations_view.conversations(self._history.conversations(owner))}

    def _conversation(self, asked: Asked, owner: str) -> Shown:
        id_ = str(asked.get("conversation"))
        turns = self._history.turns(owner, id_)
        return {
            "conversation": id_,
            "title": self._history.conversation(owner, id_).title,
            "turns": [self._talk.again(turn, answer_from(turn.answer)) for turn in turns],
        }

    def _rename(self, asked: Asked, owner: str) -> Shown:
        renamed = self._history.rename(
            owner, str(asked.get("conversation")), str(asked.get("title") or "")
        )
        return {"title": renamed.title}

    def _delete(self, asked: Asked, owner: str) -> Shown:
        self._history.delete(owner, str(asked.get("conversation")))
        return {}

    def _pin(self, asked: Asked, owner: str) -> Shown:
        id_, pinned = str(asked.get("conversation")), bool(asked.get("pinned"))
        return {"pinned": self._history.pin(owner, id_, pinned=pinned).pinned}

    def _branch(self, asked: Asked, owner: str) -> Shown:
        """Begin a conversation with everything up to a turn."""
        return {"conversation": self._history.branch(owner, int(asked.get("turn") or 0)).id}

    def _export(self, asked: Asked, owner: str) -> Shown:
        id_, form = str(asked.get("conversation")), str(asked.get("form"))
        conversation = self._history.conversation(owner, id_)
        zone = str(asked.get("zone") or "UTC")
        written = export(
            form, conversation, self._history.turns(owner, id_), self._talk.about, zone
        )
        return {"name": file_name(form, conversation), "file": b64encode(written).decode()}

    def _rate(self, asked: Asked, owner: str) -> Shown:
        thumb = asked.get("thumb") or None
        self._history.rate(
            owner, int(asked.get("turn") or 0), thumb, str(asked.get("reason") or "")
        )
        return {"thumb": thumb}
