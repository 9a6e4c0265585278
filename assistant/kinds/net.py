"""A small net that reads a question word by word: what it says of the kind stands in the order of its words.

Two convolutions over the states of the tokens (`tools.text.states`), attention with several heads (Bahdanau
et al. 2015, ICLR; one learned query a head) and the greatest value of each feature, beside what else is heard
in the question. `python -m bench.kinds train` fits it with torch; to read a question takes only numpy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tools.text.layers import convolved, normed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["LONGEST", "Net", "within"]

LONGEST = 96  # tokens; of a longer question the first and the last half of these


@dataclass(frozen=True)
class Net:
    """The arrays of one fitted net, by name.

    Weights have the shape (inputs, outputs), those of convolutions (window, inputs, outputs).
    """

    arrays: Mapping[str, NDArray[np.float32]]

    def scores(self, states: NDArray[np.float32], heard: NDArray[np.float32]) -> NDArray[np.float32]:
        """Logarithms of the kinds' probabilities, shape (kinds,).

        `states` are those of the question's tokens, shape (tokens, 1280); `heard` is what else is heard in
        it, shape (features,).
        """
        import numpy as np

        rows = np.maximum(self._linear("inputs", within(states)), 0)
        for layer in ("first", "second"):
            rows = self._normed(layer, rows + np.maximum(self._convolved(layer, rows), 0))
        attention = self._linear("query", rows)
        attention = np.exp(attention - attention.max(axis=0))
        attention /= attention.sum(axis=0)
        read = np.concatenate([(attention.T @ self._linear("value", rows)).ravel(), rows.max(axis=0)])
        hidden = np.maximum(self._linear("read", read) + self._linear("heard", heard), 0)
        out = self._linear("kinds", hidden)
        out -= out.max()
        scores: NDArray[np.float32] = out - np.log(np.exp(out).sum())
        return scores

    def _linear(self, name: str, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        return rows @ self.arrays[f"{name}.weight"] + self.arrays[f"{name}.bias"]

    def _convolved(self, name: str, rows: Any) -> Any:
        return convolved(rows, self.arrays[f"{name}.weight"], self.arrays[f"{name}.bias"])

    def _normed(self, name: str, rows: Any) -> Any:
        return normed(rows, self.arrays[f"{name}.gain"], self.arrays[f"{name}.shift"])


def within(states: NDArray[np.float32]) -> NDArray[np.float32]:
    """The states of at most `LONGEST` tokens: what is asked stands at the beginning or at the end."""
    import numpy as np

    if len(states) <= LONGEST:
        return states
    return np.vstack([states[: LONGEST // 2], states[-LONGEST // 2 :]])
