"""Hashes that say what a run was made of."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import index
import rag
from index.library import Library
from index.models import weights
from rag.models.chat_model import DEFAULT_MODEL
from rag.settings import Settings

# What does not change any answer; where the index lies and what the key is least of all.
_IRRELEVANT = {"index", "history", "api_key", "stall_seconds", "threads", "mode", "embedder"}
_LIBRARIES = ("chromadb", "sentence-transformers", "torch", "transformers", "xllamacpp")


def digest(value: Any) -> str:
    """Return the SHA-256 of a JSON value, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def corpus_digest(library: Library) -> str:
    """Return the hash of all articles with their ids."""
    ids = sorted(row.article_id for row in library.articles())
    return digest([[id_, library.article(id_).content_hash] for id_ in ids])


def determinants(settings: Settings, model: str | None) -> dict[str, Any]:
    """Return the settings that shape answers, and the model's weights by hash where they are ours.

    Args:
        settings: of the run.
        model: the name of the model that answers, None for extracts alone.
    """
    known = settings.model_dump(mode="json", exclude=_IRRELEVANT | (set() if model else {"model"}))
    return known | {
        "weights": weights_hash(settings) if model else None,
        "libraries": {name: version(name) for name in _LIBRARIES},
    }


def weights_hash(settings: Settings) -> str | None:
    """Return the SHA-256 of the local model's file; None for a model behind an address."""
    if settings.base_url or ":" in settings.model.removeprefix("local:"):
        return None
    name = settings.model.removeprefix("local:")
    if name.endswith(".gguf"):
        return _hash_of(Path(name), Path(name).stat().st_mtime_ns)
    return weights.find(DEFAULT_MODEL if name == "local" else name).files[0].sha256


@functools.cache
def code_version(packages: Sequence[ModuleType] = (index, rag)) -> str:
    """Return the SHA-256 of the code of some packages; by default of all that answers.

    ``reader.json`` holds the hash of the reader's weights.
    """
    found = hashlib.sha256()
    for package in packages:
        folder = Path(str(package.__file__)).parent
        kinds = ("*.py", "*.sql", "reader.json")
        for path in sorted(path for kind in kinds for path in folder.rglob(kind)):
            found.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


@functools.cache
def _hash_of(path: Path, _changed: int) -> str:
    return weights.sha256_of(path)
