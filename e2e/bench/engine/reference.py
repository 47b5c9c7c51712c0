"""The networks of the engine's benchmark in PyTorch, timed on demand.

reference.py cpu|gpu TRUNK_FOLDER reads one JSON object a line and answers each with one:
  {"verb": "about"}                    version and device
  {"verb": "prepare", "net", "work", "pixels", "images", "bytes"}
                                       builds a network, and chooses the number of threads for it
  {"verb": "round", "seconds"}         works so long, answers milliseconds a call
  {"verb": "forget"}

PyTorch at its usual best without compiling: channels_last, fused Adam, all threads or half of them, whichever is
faster; on a card TF32 as TensorFlow has it, cuDNN's choice of kernels by trial, and batches in pinned memory.
torch.compile and CUDA graphs stay off.
"""

import json
import math
import os
import sys
import time

import torch
from torch import nn
from torch.nn import functional

DEVICE = torch.device("cuda" if sys.argv[1] == "gpu" else "cpu")
TRUNK = sys.argv[2]

CNN_DIMENSIONS = 128
FEATURES = 1008
COSINE_SCALE = 10
SOFT_WIDTH = 0.1
LONGEST_GRADIENT = 1.0
WEIGHT_DECAY = 1e-4


class SmallCnn(nn.Module):
    """The network of small-cnn.ts."""

    def __init__(self):
        super().__init__()
        layers = [nn.Conv2d(3, 16, 3, 2, 1), nn.ReLU()]
        before = 16
        for channels, stride in [(32, 1), (64, 2), (96, 2), (128, 2)]:
            layers += [nn.Conv2d(before, before, 3, stride, 1, groups=before), nn.ReLU()]
            layers += [nn.Conv2d(before, channels, 1), nn.ReLU()]
            before = channels
        self.layers = nn.Sequential(*layers)
        self.dense = nn.Linear(before, CNN_DIMENSIONS)
        self.apply(start)

    def forward(self, images):
        return self.dense(self.layers(images).mean((2, 3)))


class Trunk(nn.Module):
    """EfficientNet-lite0 to block 10 as trunk.json describes it, and its features on a grid of 3 x 3."""

    def __init__(self):
        super().__init__()
        with open(os.path.join(TRUNK, "trunk.json"), encoding="utf8") as file:
            self.described = json.load(file)["layers"]
        with open(os.path.join(TRUNK, "trunk.bin"), "rb") as file:
            halves = torch.frombuffer(bytearray(file.read()), dtype=torch.float16)
        convolutions = []
        for layer in self.described:
            height, _, inputs, outputs = layer["shape"]
            deep = layer["kind"] == "depthwise"
            groups = inputs if deep else 1
            stride = layer["stride"]
            channels = inputs if deep else outputs
            convolution = nn.Conv2d(inputs, channels, height, stride, height // 2, groups=groups)
            # From height, width, in, out; of a depthwise kernel the third axis is what comes out.
            kernel = halves[layer["offset"] :][: math.prod(layer["shape"])].reshape(layer["shape"])
            bias = halves[layer["offset"] + kernel.numel() :][:channels]
            with torch.no_grad():
                convolution.weight.copy_(kernel.permute(*((2, 3, 0, 1) if deep else (3, 2, 0, 1))))
                convolution.bias.copy_(bias)
            convolutions.append(convolution)
        self.convolutions = nn.ModuleList(convolutions)

    def forward(self, images):
        x = kept = (images - 127) / 128
        for layer, convolution in zip(self.described, self.convolutions):
            if layer["mark"] == "start":
                kept = x
            x = convolution(x)
            if layer["relu6"]:
                x = functional.relu6(x)
            if layer["mark"] == "add":
                x = x + kept
        return functional.avg_pool2d(x, 3, 2).flatten(1)


class Head(nn.Sequential):
    """The head of encoder.ts."""

    def __init__(self):
        super().__init__(nn.Linear(FEATURES, 128), nn.ReLU(), nn.Linear(128, 64))
        self.apply(start)


def start(module):
    """Weights as the other engine starts from (He et al. 2015): PyTorch's own would let every embedding be alike."""
    if isinstance(module, (nn.Conv2d, nn.Linear)):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        nn.init.zeros_(module.bias)


def soft_n_pair(embedded, anchor_labels, positive_labels):
    """The loss of objectives.ts: cosines against targets that follow the difference of the scores."""
    unit = embedded / torch.sqrt(embedded.square().sum(1, keepdim=True) + 1e-6)
    anchors, positives = unit.chunk(2)
    logits = COSINE_SCALE * anchors @ positives.T
    gaps = anchor_labels[:, None] - positive_labels[None, :]
    targets = torch.softmax(-gaps.square() / (2 * SOFT_WIDTH**2), 1)
    return -(targets * functional.log_softmax(logits, 1)).sum(1).mean()


class Work:
    """A network, a batch on the host, and one call of what is measured."""

    def __init__(self, net, work, pixels, images, bytes=False):
        torch.manual_seed(1)
        modules = {"cnn": [SmallCnn], "head": [Head], "trunk": [Trunk, Head] if work == "train" else [Trunk]}
        model = nn.Sequential(*[module() for module in modules[net]])
        self.model = model.to(DEVICE).to(memory_format=torch.channels_last)
        self.trains = work == "train"
        shape = (images, FEATURES) if pixels == 0 else (images, pixels, pixels, 3)
        scale = 255 if net == "trunk" else 1
        self.batch = host((255 * torch.rand(shape)).to(torch.uint8) if bytes else scale * torch.rand(shape))
        self.labels = [host(torch.rand(images // 2)) for _ in range(2)]
        self.adam = torch.optim.AdamW(self.model.parameters(), 1e-3, weight_decay=WEIGHT_DECAY, fused=True)
        self.parameters = sum(weights.numel() for weights in self.model.parameters())

    def images(self):
        """The batch, as it came from the host; permuting makes it channels_last without a copy."""
        batch = self.batch.to(DEVICE, non_blocking=True)
        if batch.dtype == torch.uint8:
            batch = batch.float() / 255
        return batch.permute(0, 3, 1, 2) if batch.dim() == 4 else batch

    def call(self):
        """One step or one embedding, its result read back. Returns the loss, if there is one."""
        if not self.trains:
            with torch.inference_mode():
                vectors = self.model(self.images())
                functional.normalize(vectors).cpu()
            return None
        labels = [values.to(DEVICE, non_blocking=True) for values in self.labels]
        self.adam.zero_grad(set_to_none=True)
        loss = soft_n_pair(self.model(self.images()), *labels)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), LONGEST_GRADIENT)
        self.adam.step()
        return loss.item()


def host(values):
    """Pinned where there is a card, as a data loader would have it."""
    return values.pin_memory() if DEVICE.type == "cuda" else values


def choose_threads(work):
    """All threads of the processor, or half as many where that is faster, as where two share a core."""
    every = os.cpu_count() or 1
    if DEVICE.type == "cuda" or every == 1:
        return every
    times = {}
    for threads in (every, max(1, every // 2)):
        torch.set_num_threads(threads)
        work.call()
        times[threads] = timed(work, 0.3)["ms"]
    best = min(times, key=times.get)
    torch.set_num_threads(best)
    return best


def timed(work, seconds):
    """At least two calls; more until the time is over."""
    start = time.perf_counter()
    calls = 0
    loss = None
    while calls < 2 or time.perf_counter() - start < seconds:
        loss = work.call()
        calls += 1
    answer = {"ms": 1000 * (time.perf_counter() - start) / calls}
    if loss is not None:
        answer["loss"] = loss if math.isfinite(loss) else "not a number"
    return answer


def about():
    place = torch.cuda.get_device_name() if DEVICE.type == "cuda" else "the processor"
    return f"PyTorch {torch.__version__} on {place}, channels_last, not compiled"


def main():
    torch.set_float32_matmul_precision("high")
    torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True
    work = None
    for line in sys.stdin:
        question = json.loads(line)
        verb = question.pop("verb")
        try:
            if verb == "about":
                answer = {"about": about()}
            elif verb == "prepare":
                work = Work(**question)
                answer = {"parameters": work.parameters, "threads": choose_threads(work)}
            elif verb == "round":
                answer = timed(work, question["seconds"])
            else:
                work = None
                answer = {}
        except Exception as error:  # whatever it is, the benchmark has to hear of it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
