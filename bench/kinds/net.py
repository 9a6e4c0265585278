"""Fits the net that reads a question word by word (`assistant/kinds/net.py`), with torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import nn

from assistant.kinds.net import Net, within

WIDTH, HEADS, HIDDEN = 96, 8, 192
DROPPED = 0.3  # of the inputs of every layer, while it learns
SMOOTHED = 0.05  # of a question's label goes to all kinds: some questions are of two (Szegedy et al. 2016)
EPOCHS, BATCH, RATE, DECAY = 14, 64, 2e-3, 0.02


class Reader(nn.Module):
    """As `assistant.kinds.net.Net`, for batches of questions padded to one length."""

    def __init__(self, size: int, heard: int, kinds: int) -> None:
        super().__init__()
        self.inputs = nn.Linear(size, WIDTH)
        self.first, self.second = (nn.Conv1d(WIDTH, WIDTH, 3, padding=1) for _ in range(2))
        self.first_norm, self.second_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.query, self.value = nn.Linear(WIDTH, HEADS), nn.Linear(WIDTH, WIDTH // 2)
        self.read = nn.Linear(HEADS * (WIDTH // 2) + WIDTH, HIDDEN)
        self.heard = nn.Linear(heard, HIDDEN)
        self.kinds = nn.Linear(HIDDEN, kinds)
        self.dropped = nn.Dropout(DROPPED)

    def forward(self, states: Any, there: Any, heard: Any) -> Any:
        rows = torch.relu(self.inputs(self.dropped(states)))
        for layer, norm in ((self.first, self.first_norm), (self.second, self.second_norm)):
            rows = rows * there[..., None]
            rows = norm(rows + torch.relu(layer(self.dropped(rows).transpose(1, 2)).transpose(1, 2)))
        attention = self.query(rows).masked_fill(~there[..., None], -1e9).softmax(1)
        attended = torch.einsum("bth,btv->bhv", attention, self.value(rows)).flatten(1)
        greatest = rows.masked_fill(~there[..., None], -1e4).max(1).values
        read = self.read(self.dropped(torch.cat([attended, greatest], 1)))
        return self.kinds(self.dropped(torch.relu(read + self.heard(self.dropped(heard)))))


def fit_net(
    states: Sequence[Any], heard: Any, kinds: Any, counted: Any, number_of_kinds: int, seed: int
) -> Net:
    """A net for questions with their states, what else is heard, the place of their kind and their weight."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    states = [within(own) for own in states]
    lengths = np.array([len(own) for own in states])
    sample = np.vstack([states[i] for i in range(0, len(states), 7)]).astype(np.float32)
    middle, spread = sample.mean(axis=0), sample.std(axis=0) + 1e-6
    model = Reader(sample.shape[1], heard.shape[1], number_of_kinds)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    batches = [batch for _ in range(EPOCHS) for batch in _batches(lengths, rng)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=len(batches))
    loss = nn.CrossEntropyLoss(reduction="none", label_smoothing=SMOOTHED)
    model.train()
    for batch in batches:
        padded, there = padded_states([(states[i] - middle) / spread for i in batch])
        own = loss(model(padded, there, _tensor(heard[batch])), torch.from_numpy(kinds[batch]))
        optimiser.zero_grad()
        (own * _tensor(counted[batch])).mean().backward()
        optimiser.step()
        schedule.step()
    return net_of(model, middle, spread)


def _batches(lengths: Any, rng: np.random.Generator) -> list[Any]:
    """All questions once, in batches of about one length, in any order."""
    order = rng.permutation(len(lengths))
    batches = []
    for part in np.array_split(order, max(1, len(order) // (20 * BATCH))):
        part = part[np.argsort(lengths[part], kind="stable")]
        batches += np.array_split(part, max(1, len(part) // BATCH))
    return [batches[i] for i in rng.permutation(len(batches))]


def padded_states(states: Sequence[Any]) -> tuple[Any, Any]:
    longest = max(map(len, states))
    padded = np.zeros((len(states), longest, states[0].shape[1]), dtype=np.float32)
    there = np.zeros((len(states), longest), dtype=bool)
    for row, own in enumerate(states):
        padded[row, : len(own)], there[row, : len(own)] = own, True
    return torch.from_numpy(padded), torch.from_numpy(there)


def _tensor(values: Any) -> Any:
    return torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32))


def net_of(model: Reader, middle: Any, spread: Any) -> Net:
    """The arrays, with the centring of the states within the first layer."""
    found = {name: array.detach().numpy() for name, array in model.state_dict().items()}
    arrays: dict[str, Any] = {}
    for name in ("inputs", "query", "value", "read", "heard", "kinds"):
        arrays[f"{name}.weight"], arrays[f"{name}.bias"] = found[f"{name}.weight"].T, found[f"{name}.bias"]
    arrays["inputs.weight"] = arrays["inputs.weight"] / spread[:, None]
    arrays["inputs.bias"] = arrays["inputs.bias"] - middle @ arrays["inputs.weight"]
    for name in ("first", "second"):
        arrays[f"{name}.weight"] = found[f"{name}.weight"].transpose(2, 1, 0)
        arrays[f"{name}.bias"] = found[f"{name}.bias"]
        arrays[f"{name}.gain"], arrays[f"{name}.shift"] = (
            found[f"{name}_norm.{part}"] for part in ("weight", "bias")
        )
    return Net(arrays)
