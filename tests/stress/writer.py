"""A writing process: ``python -m tests.stress.writer INDEX`` does the jobs that come in, a line each."""

from __future__ import annotations

import json
import sys

from index.ingest.pipeline import ingest, remove
from index.store.place import place_of
from tests.helpers.fakes import WordEmbedder


def main() -> None:
    """Do one job after another; say ``ready`` first, and ``done`` after each."""
    place, embedder = place_of(sys.argv[1]), WordEmbedder()
    # What takes time to import is imported before the clock of a kill starts.
    ingest(place, [], embedder)
    print("ready", flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        if job["do"] == "remove":
            remove(place, job["ids"], embedder)
        else:
            ingest(place, job["sources"], embedder, prune=job["do"] == "prune")
        print("done", flush=True)


if __name__ == "__main__":
    main()
