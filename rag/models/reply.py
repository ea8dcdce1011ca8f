"""A model's reply as it streams in: what is said aloud, and what is only thought.

Models that think send it as a field of its own (``reasoning_content``, ``reasoning``), or within
the text between ``<think>`` and ``</think>``. Thoughts weigh what may be wrong: none is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from langchain_core.messages import BaseMessage

from index.errors import ModelError

THOUGHT = "reasoning_content"
_OPEN, _CLOSE = "<think>", "</think>"


@dataclass(slots=True)
class Reply:
    """One reply; how it went is told by what happened so far.

    Attributes:
        inside: it stands within a thought; True at the start where a server's template opens one.
        unannounced: a thought ended that nothing had opened: the server's template does.
    """

    model: str
    inside: bool = False
    spoke: bool = False
    thought: bool = False
    cut_short: bool = False
    unannounced: bool = False
    _held: str = ""

    def aloud(self, piece: BaseMessage) -> str:
        """Return what a piece says aloud; empty while the model thinks.

        Raises:
            ModelError: all that came so far was thought, and nothing had told.
        """
        self.thought = self.thought or bool(piece.additional_kwargs.get(THOUGHT))
        ends = piece.response_metadata.get("finish_reason")
        self.cut_short = self.cut_short or ends == "length"
        said = self._outside(str(piece.text))
        if ends and not self.inside:
            said, self._held = said + self._held, ""
        self.spoke = self.spoke or bool(said.strip())
        return said

    def _outside(self, text: str) -> str:
        self._held += text
        if not self.inside and not self.spoke:
            begun = self._held.lstrip()
            if begun and not begun.startswith(_OPEN) and _OPEN.startswith(begun):
                return ""
            self.inside = begun.startswith(_OPEN)
        if self.inside:
            self.thought = True
            before, tag, after = self._held.partition(_CLOSE)
            # A tag may come in two pieces: what could be its beginning is kept.
            self._held = after if tag else before[-len(_CLOSE) :]
            self.inside = not tag
            if not tag:
                return ""
        said, self._held = self._held, ""
        if _CLOSE in said:
            self.thought = self.unannounced = True
            if not self.spoke:
                return said.partition(_CLOSE)[2]
            raise ModelError(
                f"The language model {self.model} thinks aloud without saying where that begins; "
                "ask again: from now on it is known."
            )
        return said

    def silence(self) -> ModelError:
        """Return why nothing was said."""
        way_out = "switch its thinking off at the server"
        if self.thought and self.cut_short:
            what = "thought until its room was used up"
            way_out = f"raise TRADEWIRE_MAX_TOKENS, or {way_out}"
        elif self.thought:
            what = "only thought and gave no answer"
            way_out += ", or name another in TRADEWIRE_MODEL"
        else:
            what = "gave an empty reply"
            way_out = "look at the server's log, or name another in TRADEWIRE_MODEL"
        return ModelError(f"The language model {self.model} {what}; {way_out}.")
