"""The shipped reader, as it ships: no torch, its hash checked."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import WeightsError
from rag.reader import OnnxReader, Passage
from rag.reader.inputs import LAYOUT, day_in_words, encode
from rag.reader.onnx_net import word_pieces
from rag.reader.onnx_reader import SHIPPED

TITLE = "Norway and Peru end talks on fish"
ARTICLE = [
    Passage(sentence="The talks in Lima ended on Tuesday.", title=TITLE, published="2024-03-05"),
    Passage(
        sentence="Norway will cut its duty on canned tuna to 4 percent from 11 percent.",
        title=TITLE,
    ),
    Passage(
        sentence="“We have waited nine years for this,” said Kari Dahl, Norway's minister of trade.",
        title=TITLE,
    ),
    Passage(sentence="Peru exported 12,000 tonnes of anchovies last year.", title=TITLE),
]


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    return OnnxReader()


@pytest.mark.parametrize(
    ("question", "answering"),
    [
        ("How high will Norway's duty on canned tuna be?", 1),
        ("what did kari dahl say", 2),
        ("When did the talks in Lima end?", 0),
        ("peru anchovy exports tonnes", 3),
    ],
)
def test_the_answering_sentence_is_read_as_the_best(
    reader: OnnxReader, question: str, answering: int
) -> None:
    logits = [reading.logit for reading in reader.read(question, ARTICLE)]

    assert logits.index(max(logits)) == answering


def test_the_asked_for_figure_is_pointed_at(reader: OnnxReader) -> None:
    reading = reader.read("How many tonnes of anchovies did Peru export?", ARTICLE)[3]

    assert reading.span is not None
    assert "12,000" in ARTICLE[3].sentence[slice(*reading.span)]


def test_a_claim_with_another_figure_is_not_supported(reader: OnnxReader) -> None:
    right = reader.support("Norway will lower its tuna duty to 4 percent.", [ARTICLE[1]])[0]
    wrong = reader.support("Norway will lower its tuna duty to 7 percent.", [ARTICLE[1]])[0]

    assert max(right) == right[0], "supported"
    assert max(wrong) == wrong[2], "contradicted"
    assert sum(right) == pytest.approx(1)


def test_readings_do_not_depend_on_the_company_of_other_sentences(reader: OnnxReader) -> None:
    together = reader.read("When did the talks in Lima end?", ARTICLE * 5)
    alone = [reader.read("When did the talks in Lima end?", [p])[0] for p in ARTICLE]

    assert together == alone * 5


def test_nothing_to_read_is_nothing_read(reader: OnnxReader) -> None:
    assert reader.read("Who?", []) == []
    assert len(reader.read("", [Passage(sentence="")])) == 1


def test_pairs_are_laid_out_as_drawn() -> None:
    tokenizer = word_pieces(SHIPPED / "tokenizer.json")
    passage = Passage(
        sentence="Duty fell.", before="Talks ended.", title="Fish", published="2024-03-05"
    )
    pair = encode(tokenizer, "Who?", passage, LAYOUT.sentence)
    text = tokenizer.decode(pair.ids, skip_special_tokens=False)

    assert text == "[CLS] who? [SEP] duty fell. [SEP] talks ended. [SEP] fish 5 march 2024 [SEP]"
    assert pair.types == [0] * 4 + [1] * 4 + [0] * 10
    assert pair.start == 4
    alone = encode(tokenizer, "Who?", Passage(sentence="Duty fell."), LAYOUT.sentence)
    assert len(alone.ids) == 4 + 4 + 2


def test_long_parts_are_cut_and_of_what_comes_before_the_end_is_kept() -> None:
    tokenizer = word_pieces(SHIPPED / "tokenizer.json")
    passage = Passage(sentence="tin " * 300, before="iron " * 60 + "gold", title="wool " * 40)
    pair = encode(tokenizer, "who " * 90, passage, LAYOUT.sentence)
    longest = LAYOUT.question + LAYOUT.sentence + LAYOUT.before + LAYOUT.title + 5

    assert len(pair.ids) == longest
    assert tokenizer.token_to_id("gold") in pair.ids


@pytest.mark.parametrize(
    ("published", "words"), [("2024-03-05T10:00:00", "5 March 2024"), ("", ""), ("March", "")]
)
def test_days_are_read_in_words(published: str, words: str) -> None:
    assert day_in_words(published) == words


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    for name in ("reader.onnx", "reader.json", "tokenizer.json"):
        shutil.copy(SHIPPED / name, tmp_path / name)
    with (tmp_path / "reader.onnx").open("ab") as weights:
        weights.write(b"x")

    with pytest.raises(WeightsError, match="hash"):
        OnnxReader(tmp_path).read("Who?", ARTICLE)


def test_a_folder_without_a_reader_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="TRADEWIRE_READER"):
        OnnxReader(tmp_path / "nowhere").read("Who?", ARTICLE)


def test_reading_needs_no_torch() -> None:
    code = (
        "import sys, types; rag = types.ModuleType('rag'); rag.__path__ = [sys.argv[1]];"
        "sys.modules['rag'] = rag; from rag.reader import OnnxReader, Passage;"
        "OnnxReader().read('Who?', [Passage(sentence='He did.')]); assert 'torch' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(SHIPPED.parent)], capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr.decode()


def test_the_weights_are_small_and_described() -> None:
    described = json.loads((SHIPPED / "reader.json").read_text())

    assert described["bytes"] == (SHIPPED / "reader.onnx").stat().st_size <= 24_000_000
    assert (SHIPPED / "MODEL_CARD.md").is_file()
