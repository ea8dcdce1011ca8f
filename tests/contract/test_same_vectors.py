"""A plain model computed without its library gives the library's vectors."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.models import pooling, weights
from index.models.bert_files import read_plain
from index.models.embedder import Passage, SentenceTransformerEmbedder

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "steel",
    "duties",
    "rose",
    "wheat",
    "##s",
    ".",
]
TEXTS = [
    "Li Chenggang said the two sides had, in principle, reached a framework.",
    "25% duties on $50bn of goods — “unjustified”, Beijing’s ministry said…",
    "  blanks\tand\n\nbreaks  ",
    "中国商务部 said naïve café TARIFFS 🚢🚢 ﬁrst x\u0301\u200b",
    "supercalifragilistic" * 20,
    "wheat " * 700,
    "[SEP] [CLS] [MASK] ##s",
    "?",
    "",
    "a b c d e f g h " * 40,
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of another size, with weights drawn at random, saved by the library itself."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=24, num_hidden_layers=2, num_attention_heads=3,
        intermediate_size=40, max_position_embeddings=32, initializer_range=1.0,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder / "bert")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=16)
    model = SentenceTransformer(modules=[transformer, Pooling(24, "mean"), Normalize()])
    model.save(str(folder / "model"), create_model_card=False)
    settings = folder / "model" / "sentence_bert_config.json"
    settings.write_text(json.dumps({"max_seq_length": 16, "do_lower_case": False}))
    return folder / "model"


@pytest.fixture(params=["default", "tiny"])
def folder(request: pytest.FixtureRequest) -> Path:
    if request.param == "tiny":
        return Path(request.getfixturevalue("tiny"))
    return weights.pull("all-minilm-l6-v2")


def test_texts_have_the_librarys_vectors(folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    light = read_plain(folder)
    assert light is not None
    ours = pooling.averaged(light.tokens(TEXTS))
    library = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    theirs = library.encode_document(TEXTS, normalize_embeddings=True)
    assert np.abs(ours - theirs).max() < 2e-6
    theirs = library.encode_query(TEXTS, normalize_embeddings=True)
    assert np.abs(ours - theirs).max() < 2e-6


def test_passages_and_their_sentences_too(folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    light = read_plain(folder)
    assert light is not None
    passages = [
        Passage(heading="Steel rose", text=text, sentences=((0, len(text) // 2), (len(text) // 2, len(text))))
        for text in TEXTS
    ]  # fmt: skip
    library = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    ours = pooling.in_one_pass(light.tokens, passages)
    theirs = pooling.in_one_pass(pooling.reader(library), passages)
    for one, other in zip(ours, theirs, strict=True):
        assert np.abs(one.whole - other.whole).max() < 2e-6
        assert np.abs(one.sentences - other.sentences).max() < 2e-6


def changed(folder: Path, to: Path, name: str, **settings: object) -> Path:
    shutil.copytree(folder, to)
    path = to / name
    path.write_text(json.dumps(json.loads(path.read_text()) | settings))
    return to


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("config.json", {"model_type": "roberta"}),
        ("config.json", {"hidden_act": "gelu_new"}),
        ("config.json", {"position_embedding_type": "relative_key"}),
        ("config.json", {"is_decoder": True}),
        ("1_Pooling/config.json", {"pooling_mode": "cls"}),
        ("sentence_bert_config.json", {"do_lower_case": True}),
        ("sentence_bert_config.json", {"max_seq_length": None}),
        ("config_sentence_transformers.json", {"prompts": {"query": "query: ", "document": ""}}),
    ],
)
def test_a_model_that_says_otherwise_is_the_librarys(
    name: str, setting: dict[str, object], tiny: Path, tmp_path: Path
) -> None:
    assert read_plain(tiny) is not None
    assert read_plain(changed(tiny, tmp_path / "other", name, **setting)) is None


def test_weights_of_sixteen_bits_or_none_are_the_librarys(tiny: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    other = shutil.copytree(tiny, tmp_path / "other")
    full = load_file(other / "model.safetensors")
    save_file({k: v.astype(np.float16) for k, v in full.items()}, other / "model.safetensors")
    assert read_plain(other) is None
    (other / "model.safetensors").write_bytes(b"torn")
    assert read_plain(other) is None
    (other / "model.safetensors").unlink()
    assert read_plain(other) is None
    assert read_plain(tmp_path / "nothing") is None


def test_another_kind_of_model_is_embedded_by_the_library(tiny: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    other = changed(
        tiny, tmp_path / "other", "config_sentence_transformers.json",
        prompts={"query": "steel ", "document": "wheat "},
    )  # fmt: skip
    embedder = SentenceTransformerEmbedder(str(other))
    library = SentenceTransformer(str(other), device="cpu", local_files_only=True)
    for ours, theirs in (
        (embedder.query("duties"), library.encode_query("duties")),
        (embedder.documents(["duties"])[0], library.encode_document(["duties"])[0]),
    ):
        assert np.abs(ours - theirs).max() < 2e-6
    assert not np.allclose(embedder.query("duties"), embedder.documents(["duties"])[0], atol=1e-3)


def test_a_question_needs_no_large_library() -> None:
    script = """
import sys
from index.models.embedder import Passage, SentenceTransformerEmbedder
embedder = SentenceTransformerEmbedder("all-minilm-l6-v2")
embedder.query("Who said so?"), embedder.documents(["He did."])
embedder.passages([Passage(heading="", text="He did.", sentences=((0, 7),))])
print({"torch", "transformers", "sentence_transformers"} & set(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
