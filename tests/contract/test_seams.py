"""One contract per seam, held by the fakes and the real parts alike."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pytest
from langchain_core.messages import HumanMessage, SystemMessage

from index.models import weights
from index.models.embedder import Embedder, Passage
from index.models.vector_cache import CachingEmbedder
from rag.models.chat_model import DEFAULT_MODEL, ChatModel, LanguageModel
from rag.settings import Settings
from tests.helpers.fakes import ScriptedModel, WordEmbedder


class EmbedderContract:
    def make(self) -> Embedder:
        raise NotImplementedError

    def test_rows_are_unit_vectors_of_one_size(self) -> None:
        rows = self.make().documents(["Steel duties rose.", "Wheat."])
        assert rows.shape[0] == 2
        assert rows.dtype == np.float32
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)

    def test_a_question_lies_nearest_to_the_text_it_is_about(self) -> None:
        embedder = self.make()
        rows = embedder.documents(["The duty on steel rose in March.", "The port loaded wheat."])
        scores = rows @ embedder.query("When did the steel duty rise, in March?")
        assert scores[0] > scores[1]

    def test_the_same_text_gives_the_same_vector_in_any_batch(self) -> None:
        embedder = self.make()
        alone = embedder.documents(["Wheat."])[0]
        among = embedder.documents(["A far longer text about steel and its duties.", "Wheat."])[1]
        assert np.allclose(alone, among, atol=1e-3)

    def test_no_text_gives_no_row(self) -> None:
        assert len(self.make().documents([])) == 0

    def test_a_passage_has_a_unit_row_of_its_own_and_one_per_sentence(self) -> None:
        passage = Passage(
            heading="Steel", text="Duties rose. Wheat fell.", sentences=((0, 12), (13, 24))
        )
        (found,) = self.make().passages([passage])
        assert found.sentences.shape == (2, len(found.whole))
        assert np.linalg.norm(found.whole) == pytest.approx(1, abs=1e-3)
        assert np.allclose(np.linalg.norm(found.sentences, axis=1), 1, atol=1e-3)

    def test_passages_come_back_in_order(self) -> None:
        texts = ["Wheat.", "A far longer text about steel and its duties.", "Port."]
        passages = [Passage(heading="", text=t, sentences=((0, len(t)),)) for t in texts]
        found = self.make().passages(passages)
        rows = self.make().documents(texts)
        assert [int(np.argmax(rows @ f.whole)) for f in found] == [0, 1, 2]
        assert self.make().passages([]) == []

    def test_the_fingerprint_stays(self) -> None:
        assert self.make().fingerprint == self.make().fingerprint != ""


class TestWordEmbedder(EmbedderContract):
    def make(self) -> Embedder:
        return WordEmbedder()


class TestCachingEmbedder(EmbedderContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self._embedder = CachingEmbedder(WordEmbedder(), tmp_path)

    def make(self) -> Embedder:
        return self._embedder


class TestRealEmbedder(EmbedderContract):
    @pytest.fixture(autouse=True)
    def _loaded(self, real_embedder: Embedder) -> None:
        self._embedder = real_embedder

    def make(self) -> Embedder:
        return self._embedder


ASKED = [
    SystemMessage("You answer in one short sentence."),
    HumanMessage("Steel is a metal. Is steel a metal? Reply Yes or No."),
]


class LanguageModelContract:
    model: LanguageModel

    def test_it_has_a_name(self) -> None:
        assert self.model.name

    def test_it_is_ready_once_loaded(self) -> None:
        self.model.load()
        assert self.model.ready

    def test_the_draft_comes_in_pieces(self) -> None:
        pieces = list(self.model.stream(ASKED))
        assert "".join(pieces).strip()

    def test_a_plain_yes_is_probable(self) -> None:
        says = self.model.yes_probability(ASKED)
        assert says is not None
        assert 0.5 < says <= 1

    def test_a_closed_draft_can_be_followed_by_another(self) -> None:
        pieces = self.model.stream(ASKED)
        next(pieces)
        pieces.close()  # type: ignore[attr-defined]
        assert list(self.model.stream(ASKED))


class TestScriptedModel(LanguageModelContract):
    model = ScriptedModel("Yes. Steel is a metal.")


@pytest.mark.llm
class TestLocalModel(LanguageModelContract):
    @pytest.fixture(autouse=True)
    def _real(self, local_model: ChatModel) -> None:
        self.model = local_model

    def test_a_killed_process_is_restarted(self, local_model: ChatModel) -> None:
        import os
        import signal

        from index.errors import ModelError

        local_model.load()
        first = local_model.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        # The first call may still meet the dying process; then the failure is named.
        with contextlib.suppress(ModelError):
            list(local_model.stream(ASKED))
        assert list(local_model.stream(ASKED))
        assert local_model.pid not in {None, first}

    def test_it_listens_on_loopback_only_to_those_who_have_the_key(
        self, local_model: ChatModel
    ) -> None:
        import httpx

        local_model.load()
        assert local_model._local is not None
        endpoint = local_model._local.endpoint()
        assert endpoint.base_url.startswith("http://127.0.0.1:")
        assert httpx.get(f"{endpoint.base_url}/models").status_code == 401


def test_the_default_model_is_in_the_catalogue() -> None:
    assert weights.find(DEFAULT_MODEL).role == "llm"
    assert weights.find(Settings().embedder).role == "embedder"
