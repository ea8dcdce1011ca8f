"""Who answers: the language model, or the articles' own sentences."""

from __future__ import annotations

from dataclasses import dataclass

from index.errors import ModelUnavailable, UsageError
from rag.contract import Mode
from rag.models.chat_model import LanguageModel

NO_MODEL = (
    "There is no language model on this machine; run `tradewire models pull "
    "qwen2.5-coder-1.5b-instruct-q4_k_m`, or ask in mode extractive."
)


@dataclass(frozen=True, slots=True)
class ChatStatus:
    """Which mode answers now, and what to tell the reader about it."""

    mode: Mode
    model: str | None
    message: str


def mode_now(wanted: str, model: LanguageModel | None, *, patient: bool) -> Mode:
    """Resolve "auto": the model if it is there, else the articles' own sentences.

    Args:
        wanted: "auto", "llm" or "extractive".
        model: the language model; None where there is none.
        patient: in "auto" mode wait for a model that is still loading.

    Raises:
        UsageError: there is no such mode.
        ModelUnavailable: "llm" was asked for and there is no model.
    """
    if wanted not in {"auto", "llm", "extractive"}:
        raise UsageError(f"There is no mode '{wanted}'; choose auto, llm or extractive.")
    if model is None and wanted == "llm":
        raise ModelUnavailable(NO_MODEL)
    if model is None or wanted == "extractive":
        return "extractive"
    if wanted == "llm" or patient or model.ready:
        return "llm"
    model.load_in_background()
    return "extractive"


def status_of(model: LanguageModel | None) -> ChatStatus:
    """Tell which mode answers now."""
    if model is None:
        return ChatStatus("extractive", None, "Answering from the articles' own sentences.")
    if not model.ready:
        message = (
            "Loading the language model; answering from the articles' own sentences until "
            "it is ready."
        )
        return ChatStatus("extractive", None, message)
    return ChatStatus("llm", model.name, f"Answering with {model.name}.")
