"""Try the model behind an address as a question would, and say what it can and what is wrong."""

from __future__ import annotations

import time

import httpx
from langchain_core.messages import HumanMessage, SystemMessage

from index.errors import ModelError
from index.ingest.doctor import Finding
from rag.models import prompts
from rag.models.chat_model import ChatModel, is_remote
from rag.settings import Settings

_LIST_SECONDS = 5.0
_NAMED = 5


def tried(settings: Settings) -> list[Finding]:
    """Return what asking the model found; nothing where the settings name none at an address."""
    if settings.mode == "extractive" or not is_remote(settings):
        return []
    return [_tried(settings)]


def _tried(settings: Settings) -> Finding:
    model = ChatModel(settings)
    check = f"language model {model.name}"
    begun = time.monotonic()
    try:
        said = model.yes_probability([SystemMessage(prompts.SYSTEM), HumanMessage("Say Yes.")])
        "".join(model.stream([HumanMessage("Reply with the one word: ready")]))
    except ModelError as error:
        problem, _, way_out = str(error).rstrip(".").partition("; ")
        return Finding(check=check, problem=problem, way_out=way_out + _served(settings))
    able = [f"replies within {time.monotonic() - begun:.1f} s"]
    if model.thinks:
        able.append("thinks first")
    if said is None:
        able.append("gives no probabilities, so the checks alone decide what is shown")
    return Finding(check=f"{check} ({'; '.join(able)})")


def _served(settings: Settings) -> str:
    """Return the names that a server lists, as far as it does."""
    if not settings.base_url:
        return ""
    try:
        listed = httpx.get(
            f"{settings.base_url.rstrip('/')}/models",
            headers={"Authorization": f"Bearer {settings.api_key or 'none'}"},
            timeout=_LIST_SECONDS,
        ).json()
        names = [str(one["id"]) for one in listed["data"]]
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return ""
    return f" (it lists {', '.join(names[:_NAMED])})" if names else ""
