"""Large matrix products by torch on a GPU, where there is one; by numpy otherwise.

    with on_device("cpu"):      # torch's own CPU code, as the tests use it; None: numpy whatever is there
        scan(...)

Everything stays in double precision, so that results agree with numpy's but for rounding.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]

AUTOMATIC = "automatic"
# Multiplications from which a product on the GPU outweighs the copy there and back.
WORTH = 50_000_000

_DEVICE: ContextVar[str | None] = ContextVar("_DEVICE", default=AUTOMATIC)


@contextmanager
def on_device(name: str | None) -> Iterator[None]:
    """Inside, products run on this device of torch ("cuda", "cuda:1", "cpu"); None: numpy."""
    token = _DEVICE.set(name)
    try:
        yield
    finally:
        _DEVICE.reset(token)


@cache
def _gpu() -> str | None:
    """ "cuda" where torch finds a GPU. Torch takes a second to load: a driver has to be there first."""
    driver = os.path.exists("/dev/nvidiactl") or shutil.which("nvidia-smi") is not None
    if not driver or importlib.util.find_spec("torch") is None:
        return None
    import torch

    return "cuda" if torch.cuda.is_available() else None


def device_for(multiplications: int) -> str | None:
    """The device of torch for a product of this size; None: numpy."""
    chosen = _DEVICE.get()
    if chosen != AUTOMATIC:
        return chosen
    return _gpu() if multiplications >= WORTH else None


def on(device: str, array: Array) -> Any:
    """The array as a tensor on the device."""
    import torch

    # Torch refuses memory that may not be written to; such an array is copied.
    return torch.from_numpy(np.require(array, requirements=("C", "W"))).to(device)


def batched_grams(pieces: Array) -> Array | None:
    """V'V of each piece of pieces (b, rows, m): (b, m, m); None where numpy should do it."""
    device = device_for(pieces.size * pieces.shape[-1])
    if device is None:
        return None
    moved = on(device, pieces)
    found: Array = (moved.transpose(1, 2) @ moved).cpu().numpy()
    return found


def gram(matrix: Array, weights: Array | None) -> Array | None:
    """M diag(weights) M' of matrix (w, rows): (w, w); None where numpy should do it."""
    device = device_for(matrix.size * len(matrix))
    if device is None:
        return None
    moved = on(device, matrix)
    weighted = moved if weights is None else moved * on(device, weights)
    found: Array = (weighted @ moved.T).cpu().numpy()
    return found
