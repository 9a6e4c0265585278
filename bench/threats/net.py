"""Fits the net that reads what a sentence of a description says against a comparison, with torch.

The encoder's upper layers are adapted by matrices of very low rank (Hu et al. 2022, LoRA, ICLR), as the
reader's are (`bench.reader.net`); on top the mean of the tokens and one learned look at them are read off.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import nn

from assistant.designs.threats.net import LOWER, PREFIX
from bench.reader.net import Adapted
from tools.text.e5 import WIDTH, e5

RANK = 2
EPOCHS, BATCH, RATE, DECAY = 6, 32, 2e-3, 0.02
DROPPED, SMOOTHED = 0.3, 0.05


class Reader(nn.Module):
    """As `assistant.designs.threats.net.ThreatNet`, for batches padded to one length."""

    def __init__(self, kinds: int) -> None:
        super().__init__()
        self.encoder = Adapted(rank=RANK, lower=LOWER)
        self.look, self.kinds = nn.Linear(2 * WIDTH, 1), nn.Linear(4 * WIDTH, kinds)
        self.dropped = nn.Dropout(DROPPED)

    def forward(self, lower: Any, there: Any) -> Any:
        halves = (lower, self.encoder(lower, there))
        states = torch.cat([nn.functional.layer_norm(half, (WIDTH,)) for half in halves], -1)
        known = there[..., None]
        mean = (states * known).sum(1) / known.sum(1)
        share = self.look(self.dropped(states)).masked_fill(~known, -1e9).softmax(1)
        return self.kinds(self.dropped(torch.cat([mean, (share * states).sum(1)], -1)))


def lower_states(texts: Sequence[str]) -> list[Any]:
    """The states of each text's tokens after the layers that are not adapted, (tokens, 384)."""
    encoder = e5()
    found: list[Any] = [None] * len(texts)
    for chosen in np.array_split(np.argsort([len(text) for text in texts]), max(1, len(texts) // BATCH)):
        pieces = [[number for _, number in encoder.pieces(PREFIX + texts[i])] for i in chosen]
        rows, there = encoder.embedded(pieces)
        lower = encoder.through(rows, there, [encoder.layer(number) for number in range(LOWER)])
        for place, i in enumerate(chosen):
            found[i] = lower[place][there[place]]
    return found


def fit(
    states: Sequence[Any], kinds: Any, weights: Any, number_of_kinds: int, seed: int = 0
) -> dict[str, Any]:
    """The arrays of a net for sentences with these states, the place of their kind and their weight."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = Reader(number_of_kinds)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    batches = [batch for _ in range(EPOCHS) for batch in _batches(states, rng)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=len(batches))
    loss = nn.CrossEntropyLoss(reduction="none", label_smoothing=SMOOTHED)
    model.train()
    for number, batch in enumerate(batches):
        own = loss(model(*_padded([states[i] for i in batch])), torch.from_numpy(kinds[batch]))
        optimiser.zero_grad()
        (own * torch.from_numpy(weights[batch])).mean().backward()
        optimiser.step()
        schedule.step()
        if number % 20 == 0:
            print(f"step {number} of {len(batches)}: {float(own.mean().detach()):.3f}", flush=True)
    return _arrays(model)


def _batches(states: Sequence[Any], rng: np.random.Generator) -> list[Any]:
    order = rng.permutation(len(states))
    batches = []
    for part in np.array_split(order, max(1, len(order) // (10 * BATCH))):
        part = part[np.argsort([len(states[i]) for i in part], kind="stable")]
        batches += np.array_split(part, max(1, len(part) // BATCH))
    return [batches[i] for i in rng.permutation(len(batches))]


def _padded(states: Sequence[Any]) -> tuple[Any, Any]:
    longest = max(map(len, states))
    rows = np.zeros((len(states), longest, WIDTH), dtype=np.float32)
    there = np.zeros((len(states), longest), dtype=bool)
    for row, own in enumerate(states):
        rows[row, : len(own)], there[row, : len(own)] = own, True
    return torch.from_numpy(rows), torch.from_numpy(there)


def _arrays(model: Reader) -> dict[str, Any]:
    adapters = {f"adapters.{name}": each for name, each in model.encoder.adapters.items()}
    layers = {
        f"{name}.{part}": getattr(layer, part).T
        for name, layer in (("look", model.look), ("kinds", model.kinds))
        for part in ("weight", "bias")
    }
    return {name: each.detach().numpy().astype(np.float16) for name, each in {**adapters, **layers}.items()}
