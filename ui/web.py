"""The chat page: Gradio only, and only here. What it shows comes from ``view``."""

from __future__ import annotations

import os
import threading
import webbrowser
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import TradewireError, UnknownArticle
from rag.chain import Asked, ChatStatus
from rag.events import AnswerEvent, EvidenceCard, EvidenceFound, SentenceChecked, Waiting
from rag.types import Answer, AnswerSentence, Citation, Turn
from ui import services, view
from ui.server import Running, allow, application

if TYPE_CHECKING:
    import gradio as gr

REMEMBERED_TURNS = 6
PLACEHOLDER = "Ask what the articles say: who said what, which figure, since when."

Message = dict[str, Any]


class Chain(services.Chain, Protocol):
    """What the page asks of the answer chain, beside what programs do."""

    def events(self, asked: Asked, stop: threading.Event) -> Iterator[AnswerEvent]:
        """Yield evidence, checked sentences and the answer, until stopped."""
        ...

    def status(self) -> ChatStatus:
        """Tell which mode answers now."""
        ...


class Stops:
    """One stop signal per browser session; a new question makes a new one."""

    def __init__(self) -> None:
        self._signals: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def fresh(self, session: str) -> threading.Event:
        """Stop what still runs in this session and return the signal of the next question."""
        with self._lock:
            if session in self._signals:
                self._signals[session].set()
            self._signals[session] = threading.Event()
            return self._signals[session]

    def stop(self, session: str) -> None:
        """Stop what runs in this session."""
        with self._lock:
            if session in self._signals:
                self._signals[session].set()

    def forget(self, session: str) -> None:
        """The browser has gone: stop what runs, and drop its signal."""
        self.stop(session)
        with self._lock:
            self._signals.pop(session, None)


def launch(
    chain: Chain,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    auth: tuple[str, str] | None = None,
    open_to_network: bool = False,
) -> None:
    """Serve the page until Ctrl-C.

    Raises:
        UsageError: the port is taken, or none is free; others could come in without a login.
    """
    server, address = serve(chain, host=host, port=port, auth=auth, open_to_network=open_to_network)
    print(f"tradewire listens on {address} (Ctrl-C ends it).", flush=True)
    if open_browser:
        webbrowser.open(address)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        print("\ntradewire: stopped.")
    finally:
        server.close()


def serve(
    chain: Chain,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    auth: tuple[str, str] | None = None,
    open_to_network: bool = False,
) -> tuple[Running, str]:
    """Start serving and return at once, with the server and its address."""
    access = allow(host, auth, open_to_network=open_to_network)
    look = {"css": _static("page.css"), "theme": _theme()}
    server = Running(application(chain, build(chain), access, look), host, port)
    return server, server.address


def _static(name: str) -> str:
    return resources.files("ui.static").joinpath(name).read_text(encoding="utf-8")


def _theme() -> Any:
    """Return a plain theme with the system's own fonts: nothing is fetched from elsewhere."""
    import gradio as gr

    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Arial", "sans-serif"]
    mono = ["ui-monospace", "Consolas", "monospace"]
    return gr.themes.Base(font=fonts, font_mono=mono)


def build(chain: Chain) -> gr.Blocks:
    """Return the page for a chain."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    # What a browser uploads stays with the index, and goes with it.
    os.environ["GRADIO_TEMP_DIR"] = str(chain.library.folder / "uploads")
    import gradio as gr

    page = _Page(chain)
    with gr.Blocks(title="tradewire", analytics_enabled=False, fill_width=True) as blocks:
        head = gr.HTML(page.head(), elem_id="head")
        turns = gr.State([])
        with gr.Row(elem_id="columns"):
            with gr.Column(scale=5, min_width=320):
                talk = gr.Chatbot(
                    elem_id="talk",
                    show_label=False,
                    height="calc(100dvh - 270px)",
                    min_height=260,
                    latex_delimiters=[],
                    buttons=[],
                    feedback_options=None,
                    layout="panel",
                    placeholder=PLACEHOLDER,
                    examples=[{"text": q} for q in chain.library.example_questions(4)],
                )
                box = gr.Textbox(
                    elem_id="question",
                    label="Your question",
                    placeholder="What did Li Chenggang say?",
                    lines=1,
                    max_lines=4,
                    max_length=4000,
                    autofocus=True,
                )
                with gr.Row(elem_id="buttons"):
                    ask = gr.Button("Ask", variant="primary", elem_id="ask")
                    stop = gr.Button("Stop", elem_id="stop")
                    new = gr.Button("New conversation", elem_id="new")
            with gr.Column(scale=4, min_width=320, elem_id="reader-column"):
                reader = gr.HTML(view.EMPTY_READER, elem_id="reader", js_on_load=_static("page.js"))
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asking: dict[str, Any] = {
            "inputs": [box, talk, turns],
            "outputs": [box, talk, turns],
            "concurrency_limit": 4,
            **quiet,
        }
        gr.on([box.submit, ask.click], page.respond, **asking)
        talk.example_select(page.chosen, outputs=[box], queue=False, **quiet).then(
            page.respond, **asking
        )
        stop.click(page.stop, queue=False, **quiet)
        new.click(page.clear, outputs=[talk, turns], queue=False, **quiet)
        reader.click(page.open, outputs=[reader], queue=False, **quiet)
        gr.Timer(3).tick(page.head, outputs=[head], queue=False, **quiet)
        blocks.unload(page.gone)
    shown: gr.Blocks = blocks
    return shown


class _Page:
    """The handlers of one page; what belongs to one browser lies in its own state."""

    def __init__(self, chain: Chain) -> None:
        import gradio as gr

        self._chain = chain
        self._stops = Stops()
        # Gradio finds the request and the event by their annotations.
        for name in ("respond", "stop", "clear", "gone"):
            getattr(_Page, name).__annotations__["request"] = gr.Request
        for name in ("open", "chosen"):
            getattr(_Page, name).__annotations__["event"] = gr.EventData

    def head(self) -> str:
        """Return the line on top: what is indexed, who answers."""
        status = self._chain.status()
        count = len(self._chain.library.articles())
        articles = "1 article" if count == 1 else f"{count:,} articles"
        return f"<h1>tradewire</h1><p id='mode'>{view.text(articles)} · {view.text(status.message)}</p>"

    def respond(
        self, asked: str, talk: Sequence[Message], turns: Sequence[Turn], request: Any
    ) -> Iterator[tuple[Any, ...]]:
        """Answer one question as it forms: evidence, each checked sentence, the whole."""
        if not asked.strip():
            yield asked, talk, turns
            return
        stop = self._stops.fresh(str(request.session_hash))
        before = [*talk, {"role": "user", "content": view.question(asked)}]
        shown = view.progress([], [], [], "Looking through the articles …")
        yield "", [*before, _said(shown)], turns
        history = tuple(turns[-REMEMBERED_TURNS:])
        said = ""
        try:
            for event, shown in self._forming(Asked(question=asked, history=history), stop):
                said = event.text if isinstance(event, Answer) else said
                yield "", [*before, _said(shown)], turns
        except TradewireError as error:
            shown = f"<div class='failed'>{view.text(str(error))}</div>"
        if stop.is_set():
            shown = f"{shown}<p class='status'>Stopped.</p>"
        remembered = [
            *turns,
            Turn(role="user", content=asked),
            Turn(role="assistant", content=said),
        ]
        yield "", [*before, _said(shown)], remembered

    def _forming(self, asked: Asked, stop: threading.Event) -> Iterator[tuple[Any, str]]:
        """Yield (event, what to show) for every event."""
        cards: tuple[EvidenceCard, ...] = ()
        sentences: list[AnswerSentence] = []
        citations: list[Citation] = []
        for event in self._chain.events(asked, stop):
            if isinstance(event, EvidenceFound):
                cards = event.cards
                yield event, view.progress(cards, sentences, citations, "Checking the evidence …")
            elif isinstance(event, Waiting):
                yield event, view.progress(cards, sentences, citations, view.waiting(event.ahead))
            elif isinstance(event, SentenceChecked):
                sentences.append(event.sentence)
                citations.extend(event.citations)
                yield event, view.progress(cards, sentences, citations, "…")
            else:
                yield event, view.answer(event)

    def chosen(self, event: Any) -> str:
        """Return the example question that was clicked."""
        value = event._data.get("value") if isinstance(event._data, dict) else None
        return str(value.get("text", "")) if isinstance(value, dict) else ""

    def stop(self, request: Any) -> None:
        """Stop the answer that forms in this browser, and the model's work on it."""
        self._stops.stop(str(request.session_hash))

    def clear(self, request: Any) -> tuple[list[Message], list[Turn]]:
        """Begin a new conversation."""
        self._stops.stop(str(request.session_hash))
        return [], []

    def gone(self, request: Any) -> None:
        """The browser was closed."""
        self._stops.forget(str(request.session_hash))

    def open(self, event: Any) -> str:
        """Return the article that a citation points to, with its span marked."""
        address = event._data.get("address") if isinstance(event._data, dict) else None
        place = view.place_of(address) if isinstance(address, str) else None
        if place is None:
            return view.EMPTY_READER
        try:
            return view.article(self._chain.library.article(place[0]), place[1], place[2])
        except UnknownArticle:
            return "<div class='empty'><p>This article is no longer in the index.</p></div>"


def _said(content: str) -> Message:
    return {"role": "assistant", "content": content}
