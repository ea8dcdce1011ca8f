"""The local language model as a process of its own: ``python -m rag.models.llama_process MODEL``.

It listens on a free loopback port, accepts only requests that carry the key it is given on
standard input, prints one JSON line with its address when it is ready, and ends as soon as its
standard input closes, so that it never outlives the process that started it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys


def main() -> None:
    """Serve one model until standard input closes."""
    parser = argparse.ArgumentParser(prog="rag.models.llama_process")
    parser.add_argument("model")
    parser.add_argument("--context", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()
    key = sys.stdin.readline().strip()

    import xllamacpp

    server = xllamacpp.Server(_parameters(arguments, key))
    print(json.dumps({"url": str(server.listening_address)}), flush=True)
    sys.stdin.read()
    # The server's threads do not wind down while a request runs; there is nothing to save.
    os._exit(0)


def _parameters(arguments: argparse.Namespace, key: str) -> object:
    """Return llama.cpp's parameters: one slot, prompt cache, drafting from the prompt's words."""
    import xllamacpp

    p = xllamacpp.CommonParams()
    p.model.path = arguments.model
    p.n_ctx = arguments.context
    p.n_parallel = 1
    p.n_gpu_layers = -1
    p.cpuparams.n_threads = arguments.threads
    p.cpuparams_batch.n_threads = arguments.threads
    p.hostnames = ["127.0.0.1"]
    p.port = 0
    p.ui = False
    p.api_keys = [key]
    p.cors_origins = "http://127.0.0.1"
    p.endpoint_slots = False
    # Evaluated prompts kept for when their evidence comes back; llama.cpp's default is 8 GB.
    p.cache_ram_mib = 256
    # Answers repeat the words of their passages: n-gram drafting guesses them for nothing.
    p.speculative.types = [xllamacpp.common_speculative_type.COMMON_SPECULATIVE_TYPE_NGRAM_SIMPLE]
    p.speculative.ngram_simple.size_n = 3
    p.speculative.ngram_simple.size_m = 12
    p.speculative.ngram_simple.min_hits = 1
    return p


if __name__ == "__main__":
    main()
