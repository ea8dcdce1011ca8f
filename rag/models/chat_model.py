"""The language model behind the answers: the local one, any server, or any provider."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from index.errors import ModelError, ModelUnavailable, UsageError
from index.models import weights
from rag.models import prompts
from rag.models.failures import is_overflow, patiently, status, told
from rag.models.local_server import LocalLLM
from rag.models.reply import Reply
from rag.queueing import Turns
from rag.settings import Settings

# A local model answers one at a time; a server behind an address has its own ways.
LOCAL_PLACES, REMOTE_PLACES = 1, 64
DEFAULT_MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m"
YES_NO_CANDIDATES = 10
# What a model that thinks may write before its answer, beside the answer's own room.
THINKING_TOKENS = 2048
# How servers say that they have no log-probabilities.
_NOT_OFFERED = frozenset({400, 422, 501})


class LanguageModel(Protocol):
    """What the chain asks of a model."""

    @property
    def name(self) -> str:
        """Name the model as the answer shows it."""

    @property
    def turns(self) -> Turns:
        """The line of those who want to ask it."""

    @property
    def ready(self) -> bool:
        """Tell whether it answers without loading first."""

    def load(self) -> None:
        """Make it ready; raises ModelError if that cannot be."""

    def load_in_background(self) -> None:
        """Begin to load, if nothing is loading yet; failures show at the next question."""

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """Yield the draft piece by piece; closing the iterator stops the model's work."""

    def yes_probability(self, messages: Sequence[BaseMessage]) -> float | None:
        """Return how likely the reply is Yes rather than No; None if the model cannot tell."""


class ChatModel:
    """A language model through LangChain; a local one is started, and restarted when it dies.

    Attributes:
        turns: the line of those who want to ask it; who asks out of turn waits in the model's
            server, where the wait counts as silence.
        thinks: it was seen to think before it answers, and has room for that.
        gives_probabilities: it was not seen to refuse them.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._local = _local(settings)
        self.turns = Turns(LOCAL_PLACES if self._local else REMOTE_PLACES)
        self._chat: BaseChatModel | None = None
        self._endpoint: object = None
        self._loading = threading.Lock()
        self._loader: threading.Thread | None = None
        self.thinks = False
        self.gives_probabilities = True
        self._opens_inside = False

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
        """Begin to load, if nothing is loading yet; failures show at the next question."""
        with self._loading:
            if self._loader is not None and self._loader.is_alive():
                return
            self._loader = threading.Thread(target=self._load_quietly, daemon=True)
            self._loader.start()

    def _load_quietly(self) -> None:
        """Load, and let a local one read what every prompt begins with before the first question."""
        with suppress(ModelError):
            self.load()
            if self._local:
                with self.turns.joined() as place:
                    place.wait()
                    self.yes_probability([SystemMessage(prompts.SYSTEM), HumanMessage("Ready?")])

    def stop(self) -> None:
        """End the local process."""
        if self._local:
            self._local.stop()

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """Yield the draft piece by piece; an empty piece is a sign of life, while it thinks."""
        reply = Reply(self.name, inside=self._opens_inside)
        yield from self._said(messages, reply)
        if not reply.spoke and reply.thought and reply.cut_short and not self.thinks:
            self.thinks = True
            yield from self.stream(messages)
        elif not reply.spoke:
            raise reply.silence()

    def _said(self, messages: Sequence[BaseMessage], reply: Reply) -> Iterator[str]:
        """Yield what is said aloud of one reply."""
        with self._failures():
            asking: Any = self._model()
            if self.thinks:
                room = self._settings.max_tokens + THINKING_TOKENS
                asking = asking.bind(max_tokens=room)
            first, pieces = patiently(lambda: _begun(asking.stream(list(messages))))
            try:
                for piece in chain(first, pieces):
                    yield reply.aloud(piece)
            finally:
                self._opens_inside = self._opens_inside or reply.unannounced
                pieces.close()

    def yes_probability(self, messages: Sequence[BaseMessage]) -> float | None:
        """Return P(Yes) ÷ (P(Yes) + P(No)) of the first token of the reply."""
        if self.thinks or not self.gives_probabilities:
            return None
        with self._failures():
            asking: Any = self._model().bind(
                max_tokens=1, logprobs=True, top_logprobs=YES_NO_CANDIDATES
            )
            try:
                reply = patiently(lambda: asking.invoke(list(messages)))
            # Whatever the provider's client raises: servers without probabilities refuse to be
            # asked for them, and the draft can still be had.
            except Exception as error:
                if status(error) not in _NOT_OFFERED or is_overflow(error):
                    raise
                self.gives_probabilities = False
                return None
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
            if self._local and not is_overflow(error):
                self._local.stop()
                raise ModelError(
                    f"The language model {self.name} failed ({type(error).__name__}); "
                    "it restarts with the next question."
                ) from error
            raise told(error, self.name, self._settings.stall_seconds) from error


def _begun(pieces: Iterator[BaseMessage]) -> tuple[list[BaseMessage], Any]:
    """Return a stream with its first piece had: a refusal shows with it."""
    return list(islice(pieces, 1)), pieces


def is_remote(settings: Settings) -> bool:
    """Tell whether the settings name a model behind an address, or at a provider."""
    return bool(settings.base_url) or ":" in settings.model.removeprefix("local:")


def _local(settings: Settings) -> LocalLLM | None:
    """Return the local model that the settings name, or None for one behind an address."""
    if is_remote(settings):
        return None
    name = settings.model.removeprefix("local:")
    if name.endswith(".gguf"):
        path = Path(name)
        if not path.is_file():
            raise UsageError(
                f"There is no model file {path}; correct the name (TRADEWIRE_MODEL or --model)."
            )
    else:
        wanted = DEFAULT_MODEL if name == "local" else name
        found = weights.installed(wanted)
        if found is None:
            raise ModelUnavailable(
                f"The language model {wanted} is not on this machine; "
                f"run `tradewire models pull {wanted}`."
            )
        path = found
    return LocalLLM(path, context_tokens=settings.context_tokens, threads=settings.threads)


def _chat_model(settings: Settings, name: str, endpoint: Any) -> BaseChatModel:
    """Build the LangChain model; temperature 0, no hidden retries, silence counts as failure."""
    options: dict[str, Any] = {
        "temperature": 0,
        "max_tokens": settings.max_tokens,
        "timeout": settings.stall_seconds,
    }
    if endpoint is not None or settings.base_url:
        from pydantic import SecretStr

        from rag.models.server_chat import ServerChat

        return ServerChat(
            model=name,
            base_url=endpoint.base_url if endpoint else settings.base_url,
            api_key=SecretStr(endpoint.api_key if endpoint else settings.api_key or "none"),
            max_retries=0,
            # Not every server counts tokens in a stream; ours does.
            stream_usage=endpoint is not None,
            **options,
        )
    from langchain.chat_models import init_chat_model

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
