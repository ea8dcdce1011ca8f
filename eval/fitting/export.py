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
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

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
    exported(net, "reader", ("answers", "verdict", "where"), arguments.out)
    shutil.copyfile(folder / "tokenizer.json", arguments.out / "tokenizer.json")


def exported(net: nn.Module, name: str, outputs: Sequence[str], folder: Path) -> None:
    """Write a net in int8 as ``NAME.onnx``, and ``NAME.json`` with its hash.

    Args:
        net: reads ids, mask and types of shape (sequences, pieces).
        name: of the files.
        outputs: what it returns, by name.
        folder: where to.
    """
    net.eval()
    path = folder / f"{name}.onnx"
    example = tuple(torch.ones((2, 16), dtype=torch.int64) for _ in range(3))
    sizes = {n: {0: "sequences", 1: "pieces", 2: "before"} for n in ("put", "order")}
    axes = {n: {0: "sequences", 1: "pieces"} for n in ("ids", "mask", "types", "where", "goes")}
    axes |= sizes | {n: {0: "sequences"} for n in ("answers", "verdict")}
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            net, example, str(whole), input_names=["ids", "mask", "types"],
            output_names=list(outputs), dynamic_axes=axes, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        onnx.checker.check_model(str(whole))
        quantize_dynamic(whole, path, weight_type=QuantType.QUInt8, per_channel=True)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    described = {"name": f"tradewire-{name}", "sha256": digest, "bytes": path.stat().st_size}
    (folder / f"{name}.json").write_text(json.dumps(described, indent=1) + "\n")
    print(described)


def whole_again(path: Path) -> dict[str, torch.Tensor]:
    """Return the weights of an exported reader in 32 bits, by a ``ReaderNet``'s names, to learn on from.

    Each 8-bit number is scale times (number less zero point), one scale a column; a matrix is
    named by the step that multiplies with it, and stands on its side there.
    """
    graph = onnx.load(str(path)).graph
    held = {i.name: np.array(numpy_helper.to_array(i)) for i in graph.initializer}
    places = {i: n.name for n in graph.node if n.op_type == "MatMulInteger" for i in n.input}
    found = {}
    for stored, value in held.items():
        name = stored.removesuffix("_quantized")
        if name == stored:
            if value.dtype == np.float32 and not name.endswith("_scale"):
                found[name] = value
            continue
        zero = held[f"{name}_zero_point"].astype(np.float32)
        value = held[f"{name}_scale"] * (value.astype(np.float32) - zero)
        if stored in places:
            module = places[stored].strip("/").rpartition("/")[0].replace("/", ".")
            name, value = f"{module}.weight", value.T
        found[name] = value
    return {name: torch.from_numpy(np.ascontiguousarray(v)) for name, v in found.items()}


if __name__ == "__main__":
    main()
