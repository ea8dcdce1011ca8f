"""The files of a sentence-transformers model, read without that library where they are plain.

Plain is a BERT encoder of 32-bit weights whose token vectors are averaged, for texts as they are.
Whatever says otherwise, or is not understood here, is left to the library.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from index.models.bert import Bert
from index.models.embedder import Vectors

_MEAN = ({"pooling_mode_mean_tokens": True}, {"pooling_mode": "mean"})


def read_plain(folder: Path) -> Bert | None:
    """Return the model in a folder, None if it is of another kind."""
    config = _settings(folder / "config.json")
    longest = _settings(folder / "sentence_bert_config.json").get("max_seq_length")
    if not (longest and _is_encoder(config) and _averages(folder) and _as_they_are(folder)):
        return None
    weights = _weights(folder / "model.safetensors")
    if weights is None or not (folder / "tokenizer.json").is_file():
        return None
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(longest)
    tokenizer.no_padding()
    return Bert(
        weights=weights,
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        epsilon=config["layer_norm_eps"],
        tokenizer=tokenizer,
    )


def _weights(path: Path) -> dict[str, Vectors] | None:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            stored = file.keys()
            names = [name for name in stored if not name.endswith("position_ids")]
            if {file.get_slice(name).get_dtype() for name in names} != {"F32"}:
                return None
            weights = {name: file.get_tensor(name) for name in names}
    except (OSError, SafetensorError):
        return None
    return weights if "embeddings.word_embeddings.weight" in weights else None


def _is_encoder(config: dict[str, Any]) -> bool:
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not config.get("is_decoder")
    )


def _averages(folder: Path) -> bool:
    modules = _settings(folder / "modules.json")
    if not isinstance(modules, list):
        return False
    kinds = [str(module.get("type")).rpartition(".")[2] for module in modules]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return False
    pooling = _settings(folder / str(modules[1].get("path")) / "config.json")
    on = {key: value for key, value in pooling.items() if key.startswith("pooling_mode") and value}
    return on in _MEAN and not modules[0].get("path")


def _as_they_are(folder: Path) -> bool:
    """Tell whether texts go in without words before them and are not lowered first."""
    prompts = _settings(folder / "config_sentence_transformers.json").get("prompts") or {}
    lowered = _settings(folder / "sentence_bert_config.json").get("do_lower_case")
    return not any(prompts.values()) and not lowered


def _settings(path: Path) -> Any:
    """Return what a file of settings holds; nothing where there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
