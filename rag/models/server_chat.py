"""The client for servers that speak OpenAI's API: llama.cpp, vLLM, SGLang, Ollama, LM Studio."""

from __future__ import annotations

from typing import Any

from langchain_core.outputs import ChatGenerationChunk
from langchain_openai.chat_models.base import BaseChatOpenAI

from rag.models.reply import THOUGHT


class ServerChat(BaseChatOpenAI):
    """Sends ``max_tokens``, which every such server knows, and keeps what a model thinks apart.

    (OpenAI's own client sends ``max_completion_tokens``; a server that does not know it would
    write on and on.)
    """

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], *how: Any, **more: Any
    ) -> ChatGenerationChunk | None:
        made: ChatGenerationChunk | None = super()._convert_chunk_to_generation_chunk(
            chunk, *how, **more
        )
        for choice in chunk.get("choices") or ():
            delta = choice.get("delta") or {}
            thought = delta.get("reasoning_content") or delta.get("reasoning")
            if made is not None and thought:
                made.message.additional_kwargs[THOUGHT] = thought
        return made
