"""An encoder without meaning, for tests of the store alone; also used by the processes that tests start."""

from __future__ import annotations

import numpy as np


class RandomEmbedder:
    """A direction for each text, the same every time."""

    name, dimension = "random directions", 16

    def encode(self, texts):
        rows = [np.random.default_rng(list(text.encode())).normal(size=16) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(-1, 16)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
