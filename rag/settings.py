"""The only settings: defaults, then ``tradewire.toml``, then environment, then arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

import platformdirs
from pydantic import BeforeValidator, Field, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index.store.place import Place, folder_of, place_of, with_replica, with_vectors


def default_index() -> Path:
    """Return the user's data folder for the index."""
    return platformdirs.user_data_path("tradewire") / "index"


def config_file() -> Path:
    """Return where a settings file is looked for."""
    return platformdirs.user_config_path("tradewire") / "tradewire.toml"


class Settings(BaseSettings):
    """Every knob, each by ``TRADEWIRE_NAME`` in the environment or ``name`` in the file.

    Attributes:
        index: folder of the index, or ``postgresql://USER@HOST/NAME``.
        vectors: a Chroma server for the vectors of an index folder, ``http(s)://HOST:8000``.
        vectors_token: what a proxy in front of that server asks for.
        read_from: a copy of an index on a server that readers ask, ``postgresql://USER@HOST/NAME``.
        history: file of the conversations; beside the index when not given.
        mode: ``auto`` answers with the LLM when it is there, else extractively.
        model: ``local`` (the catalogue's default), a catalogue name, the path of a GGUF,
            or ``provider:model`` for any chat model that LangChain knows.
        base_url: an OpenAI-compatible server; then ``model`` is the name it serves.
        api_key: key for that server or provider, where one is needed.
        embedder: catalogue name, folder or hub name of a sentence-transformers model.
        verifier: folder or hub name of an NLI or fact-check cross-encoder that is asked about
            doubtful sentences; None asks the language model, where there is one.
        reranker: folder or hub name of a cross-encoder that puts the passages found in order;
            None leaves them as they are.
        reader: folder of the model that reads the best sentences: ``shipped``, a folder of one's
            own, or ``none`` to go by signs alone.
        top_k: chunks that retrieval hands on.
        evidence_tokens: budget of the passages put before the model.
        max_tokens: longest draft.
        context_tokens: context of the local model.
        threads: cores the local model may use; 0 means all.
        stall_seconds: silence after which the model counts as hanging.
    """

    model_config = SettingsConfigDict(env_prefix="TRADEWIRE_", extra="ignore")

    index: Annotated[Place, BeforeValidator(place_of)] = Field(default_factory=default_index)
    vectors: str | None = Field(default=None, repr=False)
    vectors_token: str | None = Field(default=None, repr=False)
    read_from: str | None = Field(default=None, repr=False)
    history: Path | None = None
    mode: Literal["auto", "llm", "extractive"] = "auto"
    model: str = "local"
    base_url: str | None = None
    api_key: str | None = Field(default=None, repr=False)
    embedder: str = "all-minilm-l6-v2"
    verifier: str | None = None
    reranker: str | None = None
    reader: str = "shipped"
    top_k: int = Field(default=16, ge=1, le=100)
    evidence_tokens: int = Field(default=180, ge=50, le=100_000)
    max_tokens: int = Field(default=160, ge=16, le=8_000)
    context_tokens: int = Field(default=4096, ge=1024, le=1_000_000)
    threads: int = Field(default=0, ge=0, le=1024)
    stall_seconds: float = Field(default=60.0, gt=0, le=3600)

    @model_validator(mode="after")
    def _with_other_servers(self) -> Self:
        if self.read_from:
            self.index = with_replica(self.index, self.read_from)
        if self.vectors:
            self.index = with_vectors(self.index, self.vectors, self.vectors_token)
        return self

    @property
    def history_file(self) -> Path:
        """Return where conversations are kept: each index has its own, since they cite it."""
        files = folder_of(self.index)
        return self.history or files.with_name(f"{files.name}.history.sqlite")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the settings file below the environment.

        Args:
            settings_cls: the class whose fields the file may set.
            init_settings: what the caller gave, which counts most.
            env_settings: the environment.
            dotenv_settings: left aside.
            file_secret_settings: left aside.
        """
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config_file())
