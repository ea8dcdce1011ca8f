"""The chat page: Gradio only, and only here. What it shows comes from ``view``."""

from __future__ import annotations

import errno
import os
import socket
import threading
import webbrowser
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from index.errors import TradewireError, UnknownArticle, UsageError
from rag.chain import Asked
from rag.events import EvidenceCard, EvidenceFound, SentenceChecked
from rag.types import Answer, AnswerSentence, Citation, Turn
from ui import look, view
from ui.seams import Chain
from ui.stops import Stops

if TYPE_CHECKING:
    import gradio as gr

FIRST_PORT, LAST_PORT = 7860, 7960
REMEMBERED_TURNS = 6
EXAMPLES, AT_ONCE, STATUS_SECONDS = 4, 4, 4.0
WELCOME = (
    "## What do the articles say?\n"
    "Who said what, which figure, since when: every sentence of an answer carries a number that "
    "opens the article at the exact words."
)

Message = dict[str, Any]
# What Gradio takes for "leave this component as it is".
SAME: dict[str, Any] = {"__type__": "update"}


def launch(
    chain: Chain,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    auth: tuple[str, str] | None = None,
) -> None:
    """Serve the page until Ctrl-C.

    Raises:
        UsageError: the port is taken, or none is free.
    """
    page, address = serve(chain, host=host, port=port, auth=auth)
    print(f"tradewire listens on {address} (Ctrl-C ends it).", flush=True)
    if open_browser:
        webbrowser.open(address)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        print("\ntradewire: stopped.")
    finally:
        page.close(verbose=False)


def serve(
    chain: Chain,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    auth: tuple[str, str] | None = None,
) -> tuple[gr.Blocks, str]:
    """Start serving and return at once, with the page and its address."""
    port = _free_port(host, port)
    page = build(chain)
    page.launch(
        server_name=host,
        server_port=port,
        auth=auth,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        inbrowser=False,
        ssr_mode=False,
        enable_monitoring=False,
        footer_links=[],
        css=look.static("page.css"),
        theme=_theme(),
    )
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    return page, f"http://{shown}:{port}/"


def _free_port(host: str, wanted: int | None) -> int:
    for port in [wanted] if wanted else range(FIRST_PORT, LAST_PORT):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if wanted or error.errno != errno.EADDRINUSE:
                    raise UsageError(
                        f"Cannot listen on {host}:{port} ({error.strerror}); name another "
                        "with --port or --host, or leave it out."
                    ) from error
                continue
            return port
    raise UsageError(f"No port from {FIRST_PORT} to {LAST_PORT} is free; name one with --port.")


def _theme() -> Any:
    """Return a plain theme with the system's own fonts: nothing is fetched from elsewhere."""
    import gradio as gr

    light = {name: pair[0] for name, pair in look.COLOURS.items()}
    dark = {f"{name}_dark": pair[1] for name, pair in look.COLOURS.items()}
    return gr.themes.Base(font=look.SANS, font_mono=look.MONO).set(**light, **dark)


def build(chain: Chain) -> gr.Blocks:
    """Return the page for a chain."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    page = _Page(chain)
    with gr.Blocks(title="tradewire", analytics_enabled=False, fill_width=True) as blocks:
        turns = gr.State([])
        with gr.Row(elem_id="top"):
            head = gr.HTML(page.head(), elem_id="head")
            new = gr.Button("New conversation", elem_id="new", scale=0, size="sm")
        with gr.Row(elem_id="columns"):
            with gr.Column(scale=5, min_width=300):
                talk = _talk(chain.library.example_questions(EXAMPLES))
                with gr.Row(elem_id="asking"):
                    box = _box()
                    ask = gr.Button("Ask", variant="primary", elem_id="ask", scale=0)
                    stop = gr.Button("Stop", elem_id="stop", scale=0, interactive=False)
            with gr.Column(scale=4, min_width=300, elem_id="reader-column"):
                reader = gr.HTML(
                    view.EMPTY_READER, elem_id="reader", js_on_load=look.static("page.js")
                )
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asking: dict[str, Any] = {
            "inputs": [box, talk, turns],
            "outputs": [box, talk, turns, stop],
            "concurrency_limit": AT_ONCE,
            **quiet,
        }
        asked = gr.on([box.submit, ask.click], page.respond, **asking)
        chosen = talk.example_select(page.chosen, outputs=[box], queue=False, **quiet)
        answered = chosen.then(page.respond, **asking)
        stop.click(page.stop, queue=False, **quiet)
        afresh: dict[str, Any] = {"outputs": [talk, turns, stop], "queue": False, **quiet}
        new.click(page.clear, cancels=[asked, answered], **afresh)
        reader.click(page.open, outputs=[reader], queue=False, **quiet)
        gr.Timer(STATUS_SECONDS).tick(page.head, outputs=[head], queue=False, **quiet)
        blocks.unload(page.gone)
    shown: gr.Blocks = blocks
    return shown


def _talk(examples: Sequence[str]) -> gr.Chatbot:
    import gradio as gr

    return gr.Chatbot(
        elem_id="talk",
        show_label=False,
        height="calc(100dvh - 158px)",
        min_height=260,
        latex_delimiters=[],
        buttons=[],
        feedback_options=None,
        layout="panel",
        placeholder=WELCOME,
        examples=[{"text": question} for question in examples],
    )


def _box() -> gr.Textbox:
    import gradio as gr

    return gr.Textbox(
        elem_id="question",
        label="Your question",
        show_label=False,
        container=False,
        placeholder="Your question",
        lines=1,
        max_lines=4,
        max_length=4000,
        autofocus=True,
        scale=1,
    )


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
        return view.head(len(self._chain.library.articles()), status.message)

    def respond(
        self, asked: str, talk: Sequence[Message], turns: Sequence[Turn], request: Any
    ) -> Iterator[tuple[Any, ...]]:
        """Answer one question as it forms: evidence, each checked sentence, the whole."""
        if not asked.strip():
            yield SAME, SAME, SAME, SAME
            return
        session = str(request.session_hash)
        stop = self._stops.fresh(session)
        before = [*talk, {"role": "user", "content": view.question(asked)}]
        shown = view.progress([], [], [], "Looking through the articles …")
        yield "", [*before, _said(shown)], SAME, {"interactive": True, **SAME}
        said = ""
        question = Asked(question=asked, history=tuple(turns[-REMEMBERED_TURNS:]))
        try:
            for event, shown in self._forming(question, stop):
                said = view.plain(event) if isinstance(event, Answer) else said
                if not self._stops.owns(session, stop):
                    break
                yield SAME, [*before, _said(shown)], SAME, SAME
        except TradewireError as error:
            shown = view.failure(str(error))
        if not self._stops.owns(session, stop):
            # A new conversation has begun; nothing of this one may come back.
            yield SAME, SAME, SAME, SAME
            return
        if stop.is_set():
            shown += view.line("Stopped.")
        remembered = [Turn(role="user", content=asked), Turn(role="assistant", content=said)]
        done = {"interactive": False, **SAME}
        yield SAME, [*before, _said(shown)], [*turns, *remembered], done

    def _forming(self, asked: Asked, stop: threading.Event) -> Iterator[tuple[Any, str]]:
        """Yield (event, what to show) for every event."""
        cards: tuple[EvidenceCard, ...] = ()
        sentences: list[AnswerSentence] = []
        citations: list[Citation] = []
        for event in self._chain.events(asked, stop):
            if isinstance(event, EvidenceFound):
                cards = event.cards
                yield event, view.progress(cards, sentences, citations, "Checking the evidence …")
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

    def clear(self, request: Any) -> tuple[Any, ...]:
        """Begin a new conversation."""
        self._stops.forget(str(request.session_hash))
        return [], [], {"interactive": False, **SAME}

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
            return view.LOST_ARTICLE


def _said(content: str) -> Message:
    return {"role": "assistant", "content": content}
