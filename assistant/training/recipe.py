"""How a model is tuned, checked before anything heavy is imported."""

from __future__ import annotations

from dataclasses import dataclass

from tools.errors import OptionError

METHODS = ("sft", "dpo")


@dataclass(frozen=True)
class Recipe:
    """How to tune. Raises `OptionError` for an unknown method."""

    method: str = "sft"
    steps: int = 200
    batch: int = 4
    rate: float = 2e-4  # learning rate
    rank: int = 16  # of the LoRA matrices
    longest: int = 8192  # tokens of prompt and reply together; a longer example is left out
    seed: int = 7

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise OptionError(f"method={self.method!r} is unknown. Use one of {', '.join(METHODS)}.")
