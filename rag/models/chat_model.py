"""The language model behind the answers: the local one, any server, or any provider."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from index.errors import ModelError, ModelUnavailable, UsageError
from index.models import weights
from rag.models import prompts
from rag.models.local_server import LocalLLM
from rag.queueing import Turns
from rag.settings import Settings

# A local model answers one at a time; a server behind an address has its own ways.
LOCAL_PLACES, REMOTE_PLACES = 1, 64
DEFAULT_MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m"
YES_NO_CANDIDATES = 10


class LanguageModel(Protocol):
    """What the chain asks of a model."""

    @property
    def name(self) -> str:
        """Name the model as the answer shows it."""
        ...

    @property
    def turns(self) -> Turns:
        """The line of those who want to ask it."""
        ...

    @property
    def ready(self) -> bool:
        """Tell whether it answers without loading first."""
        ...

    def load(self) -> None:
        """Make it ready; raises ModelError if that cannot be."""
        ...

    def load_in_background(self) -> None:
        """Begin to load, if nothing is loading yet; failures show at the next question."""
        ...

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """Yield the draft piece by piece; closing the iterator stops the model's work."""
        ...

    def yes_probability(self, messages: Sequence[BaseMessage]) -> float | None:
        """Return how likely the reply is Yes rather than No; None if the model cannot tell."""
        ...


class ChatModel:
    """A language model through LangChain; a local one is started, and restarted when it dies.

    Attributes:
        turns: the line of those who want to ask it; who asks out of turn waits in the model's
            server, where the wait counts as silence.
        problem: why it did not load; None if it did.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._local = _local(settings)
        self.turns = Turns(LOCAL_PLACES if self._local else REMOTE_PLACES)
        self._chat: BaseChatModel | None = None
        self._endpoint: object = None
        self._loading = threading.Lock()
        self._loader: threading.Thread | None = None
        self.problem: str | None = None

    @property
    def name(self) -> str:
        """Name the model as the answer shows it."""
        return self._local.model.stem if self._local else self._settings.model

    @property
    def ready(self) -> bool:
        """Tell whether it answers without loading first."""
        return self._local is None or self._local.running

    @property
    def pid(self) -> int | None:
        """Return the local model's process id while it runs."""
        return self._local.pid if self._local else None

    def load(self) -> None:
        """Start the local process; a remote model is found out at the first question."""
        self._model()

    def load_in_background(self) -> None:
        """Begin to load, if nothing is loading yet; a failure is kept for ``problem``."""
        with self._loading:
            if self._loader is not None and self._loader.is_alive():
                return
            self._loader = threading.Thread(target=self._load_quietly, daemon=True)
            self._loader.start()

    def _load_quietly(self) -> None:
        try:
            self.load()
            if self._local:
                self._read_instructions()
            self.problem = None
        except ModelError as error:
            self.problem = str(error)

    def _read_instructions(self) -> None:
        """Let it read what every prompt begins with, so that the first question need not wait."""
        with self.turns.joined() as place:
            place.wait()
            self.yes_probability([SystemMessage(prompts.SYSTEM), HumanMessage("Ready?")])

    def stop(self) -> None:
        """End the local process."""
        if self._local:
            self._local.stop()

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """Yield the draft piece by piece."""
        with self._failures():
            pieces = self._model().stream(list(messages))
            try:
                for piece in pieces:
                    yield str(piece.text)
            finally:
                close = getattr(pieces, "close", None)
                if close is not None:
                    close()

    def yes_probability(self, messages: Sequence[BaseMessage]) -> float | None:
        """Return P(Yes) ÷ (P(Yes) + P(No)) of the first token of the reply."""
        with self._failures():
            asking: Any = self._model().bind(
                max_tokens=1, logprobs=True, top_logprobs=YES_NO_CANDIDATES
            )
            reply = asking.invoke(list(messages))
        return _yes_share(reply.response_metadata.get("logprobs"))

    def _model(self) -> BaseChatModel:
        """Return the LangChain model, made anew when the local process was."""
        endpoint = self._local.endpoint() if self._local else None
        if self._chat is None or endpoint != self._endpoint:
            self._chat = _chat_model(self._settings, self.name, endpoint)
            self._endpoint = endpoint
        return self._chat

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Turn a client's failure into ours; a local model that failed starts afresh next time."""
        try:
            yield
        except ModelError:
            raise
        # Every provider's client raises a tree of its own, none of them known here; whichever
        # it is, the question must still be answered, and the failure is named.
        except Exception as error:
            if self._local:
                self._local.stop()
                raise ModelError(
                    f"The language model {self.name} failed ({type(error).__name__}); "
                    "it restarts with the next question."
                ) from error
            raise ModelError(
                f"The language model {self.name} failed ({type(error).__name__}: "
                f"{str(error)[:160]}); check TRADEWIRE_BASE_URL, the model's name and the key."
            ) from error


def _local(settings: Settings) -> LocalLLM | None:
    """Return the local model that the settings name, or None for one behind an address."""
    if settings.base_url or ":" in settings.model.removeprefix("local:"):
        return None
    name = settings.model.removeprefix("local:")
    path = Path(name)
    if path.suffix == ".gguf":
        if not path.is_file():
            raise UsageError(
                f"There is no model file {path}; correct the name (TRADEWIRE_MODEL or --model)."
            )
    else:
        found = weights.installed(DEFAULT_MODEL if name == "local" else name)
        if found is None:
            wanted = DEFAULT_MODEL if name == "local" else name
            raise ModelUnavailable(
                f"The language model {wanted} is not on this machine; "
                f"run `tradewire models pull {wanted}`."
            )
        path = found
    return LocalLLM(path, context_tokens=settings.context_tokens, threads=settings.threads)


def _chat_model(settings: Settings, name: str, endpoint: Any) -> BaseChatModel:
    """Build the LangChain model; temperature 0, no hidden retries, silence counts as failure."""
    if endpoint is not None or settings.base_url:
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        return ChatOpenAI(
            model=name,
            base_url=endpoint.base_url if endpoint else settings.base_url,
            api_key=SecretStr(endpoint.api_key if endpoint else settings.api_key or "none"),
            temperature=0,
            max_completion_tokens=settings.max_tokens,
            timeout=settings.stall_seconds,
            max_retries=0,
            # Not every server counts tokens in a stream; ours does.
            stream_usage=endpoint is not None,
        )
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {
        "temperature": 0,
        "max_tokens": settings.max_tokens,
        "timeout": settings.stall_seconds,
    }
    if settings.api_key:
        options["api_key"] = settings.api_key
    try:
        model: BaseChatModel = init_chat_model(settings.model, **options)
    except (ImportError, ValueError) as error:
        raise ModelUnavailable(
            f"The language model '{settings.model}' cannot be used: {str(error).splitlines()[0]}"
        ) from error
    return model


def _yes_share(logprobs: Any) -> float | None:
    """Read P(Yes) ÷ (P(Yes) + P(No)) off the candidates of one token."""
    content = (logprobs or {}).get("content") or []
    if not content:
        return None
    mass = {"yes": 0.0, "no": 0.0}
    for candidate in content[0].get("top_logprobs") or []:
        word = candidate["token"].strip().lower()
        if word in mass:
            mass[word] += math.exp(candidate["logprob"])
    total = sum(mass.values())
    return mass["yes"] / total if total > 0 else None
