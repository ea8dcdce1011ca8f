"""Write a trained reader as int8 ONNX: ``python -m eval.fitting.export NET --out FOLDER``.

Matrices become unsigned 8-bit with one scale a column ("dynamic" quantisation: activations at run
time); unsigned, because signed products saturate on processors without VNNI.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from eval.fitting.net import ReaderNet
from index.models import weights

OPSET = 17


def main() -> None:
    """Export, quantise, write the hash."""
    parser = argparse.ArgumentParser(description="Write a trained reader as int8 ONNX.")
    parser.add_argument("net", type=Path)
    parser.add_argument("--out", type=Path, default=Path("rag/reader"))
    arguments = parser.parse_args()
    folder = weights.cache_dir() / "models" / "all-minilm-l6-v2"
    net = ReaderNet.from_folder(str(folder))
    net.load_state_dict(torch.load(arguments.net, map_location="cpu", weights_only=True))
    path = arguments.out / "reader.onnx"
    _export(net, path)
    shutil.copyfile(folder / "tokenizer.json", arguments.out / "tokenizer.json")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    described = {"name": "tradewire-reader", "sha256": digest, "bytes": path.stat().st_size}
    (arguments.out / "reader.json").write_text(json.dumps(described, indent=1) + "\n")
    print(described)


def _export(net: ReaderNet, path: Path) -> None:
    """Write a net in int8 at ``path``."""
    net.eval()
    example = tuple(torch.ones((2, 16), dtype=torch.int64) for _ in range(3))
    axes = {name: {0: "pairs", 1: "tokens"} for name in ("ids", "mask", "types", "where")}
    axes |= {name: {0: "pairs"} for name in ("answers", "verdict")}
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            net, example, str(whole), input_names=["ids", "mask", "types"],
            output_names=["answers", "verdict", "where"], dynamic_axes=axes,
            opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        onnx.checker.check_model(str(whole))
        quantize_dynamic(whole, path, weight_type=QuantType.QUInt8, per_channel=True)


if __name__ == "__main__":
    main()
