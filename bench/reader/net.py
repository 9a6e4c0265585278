"""Fits the net that finds the columns of a question (`assistant/reader/net.py`), with torch.

The encoder's upper layers are adapted by matrices of low rank (Hu et al. 2022, LoRA, ICLR) while the net on
top learns; its lower layers stay as they are, so that their states are made once (`States`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from assistant.reader.features import COLUMN_FEATURES, LOOK_FEATURES, TOKEN_FEATURES, Seen
from assistant.reader.net import LOWER, MEANINGS, NOBODY, PARTS
from tools.text.e5 import LINEAR, WIDTH, e5

HIDDEN, HEADS, PAIRED, RANK = 128, 8, 48, 16
DROPPED = 0.25
RATE, ADAPTER_RATE, DECAY = 1.5e-3, 1e-3, 0.02
PAIR = 2 * (LOOK_FEATURES + MEANINGS)
PARTS_WEIGHT = 0.3
SHARPER = 5.0  # cosines of this encoder lie close together


@dataclass(frozen=True)
class Example:
    """A question beside a table, and which columns it is about, by place."""

    text: str
    seen: Seen
    pairs: frozenset[tuple[int, int]]  # (treatment, outcome) that are right; -1 not said, -2 not in the table
    parts: tuple[tuple[int, ...], ...]  # a part of `PARTS` each: its columns


@dataclass(frozen=True)
class Group:
    """A table as it was drawn, and its questions."""

    texts: tuple[str, ...]  # of the columns
    examples: tuple[Example, ...]


class Adapted(nn.Module):
    """The encoder's upper layers with adapters of low rank."""

    def __init__(self, adapted: bool = True, rank: int = RANK, lower: int = LOWER) -> None:
        super().__init__()
        encoder = e5()
        self.eps, self.heads = encoder.eps, encoder.shape.heads
        self.numbers = range(lower, encoder.shape.layers)
        self.adapters = nn.ParameterDict()
        for number in self.numbers:
            for name, array in encoder.layer(number).items():
                key = f"{number}_{name.replace('.', '_')}"
                self.register_buffer(key, torch.tensor(np.ascontiguousarray(array)), persistent=False)
                if name.endswith(".w") and name[:-2] in LINEAR and adapted:
                    self.adapters[f"{number}_{name[:-2]}_a"] = nn.Parameter(
                        torch.randn(array.shape[0], rank) * array.shape[0] ** -0.5
                    )
                    self.adapters[f"{number}_{name[:-2]}_b"] = nn.Parameter(torch.zeros(rank, array.shape[1]))

    def forward(self, rows: Any, there: Any) -> Any:
        mask = there[:, None, None, :]
        texts, tokens, width = rows.shape
        for number in self.numbers:
            q, k, v = (
                self._linear(number, name, rows).view(texts, tokens, self.heads, -1).transpose(1, 2)
                for name in ("q", "k", "v")
            )
            read = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
            read = self._linear(number, "ao", read.transpose(1, 2).reshape(texts, tokens, width))
            rows = self._normed(number, "aln", rows + read)
            inner = self._linear(number, "fo", nn.functional.gelu(self._linear(number, "fi", rows)))
            rows = self._normed(number, "oln", rows + inner)
        return rows

    def _linear(self, number: int, name: str, rows: Any) -> Any:
        own = f"{number}_{name}"
        out = rows @ getattr(self, f"{own}_w") + getattr(self, f"{own}_b")
        if f"{own}_a" in self.adapters:
            out = out + (rows @ self.adapters[f"{own}_a"]) @ self.adapters[f"{own}_b"]
        return out

    def _normed(self, number: int, name: str, rows: Any) -> Any:
        gain, shift = getattr(self, f"{number}_{name}_w"), getattr(self, f"{number}_{name}_b")
        return nn.functional.layer_norm(rows, gain.shape, gain, shift, self.eps)


class Reader(nn.Module):
    """As `assistant.reader.net.ReaderNet`, for all questions of one table."""

    def __init__(self, adapted: bool = True) -> None:
        super().__init__()
        self.encoder = Adapted(adapted)
        self.inputs, self.marks = nn.Linear(2 * WIDTH, HIDDEN), nn.Linear(TOKEN_FEATURES, HIDDEN)
        self.named = nn.Linear(PAIR, HIDDEN)
        self.first, self.second = (nn.Conv1d(HIDDEN, HIDDEN, 3, padding=1) for _ in range(2))
        self.first_norm, self.second_norm = nn.LayerNorm(HIDDEN), nn.LayerNorm(HIDDEN)
        self.texts, self.own = nn.Linear(2 * WIDTH, HIDDEN), nn.Linear(COLUMN_FEATURES, HIDDEN)
        self.text_norm = nn.LayerNorm(HIDDEN)
        self.asks, self.answers = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.alike = nn.Linear(PAIR, HEADS)
        self.value = nn.Linear(HIDDEN, HIDDEN)
        size = HIDDEN + HEADS + HEADS + PAIR + HIDDEN + COLUMN_FEATURES
        self.read, self.read_norm = nn.Linear(size, HIDDEN), nn.LayerNorm(HIDDEN)
        self.query, self.pooled = nn.Linear(HIDDEN, HEADS), nn.Linear(HIDDEN, HIDDEN // 2)
        self.whole = nn.Linear(HEADS * (HIDDEN // 2), HIDDEN)
        self.among, self.among_norm = nn.Linear(4 * HIDDEN, HIDDEN), nn.LayerNorm(HIDDEN)
        self.parts = nn.Linear(HIDDEN, len(PARTS))
        self.cause, self.effect = nn.Linear(HIDDEN, 1), nn.Linear(HIDDEN, 1)
        self.acts, self.responds = nn.Linear(HIDDEN, PAIRED), nn.Linear(HIDDEN, PAIRED)
        self.nobody = nn.Linear(2 * HIDDEN, 2 * NOBODY)
        self.dropped = nn.Dropout(DROPPED)

    def encoded(self, lower: Any, there: Any) -> tuple[Any, Any]:
        """(states of both halves, those of unit length a half each)."""
        upper = self.encoder(lower, there)
        halves = [nn.functional.layer_norm(half, (WIDTH,)) for half in (lower, upper)]
        units = [nn.functional.normalize(half, dim=-1) for half in (lower, upper)]
        return torch.cat(halves, -1), units

    def forward(
        self, question: Any, there: Any, columns: Any, known: Any, token: Any, looks: Any, own: Any
    ) -> Any:
        """(pair scores (Q, C + NOBODY, C + NOBODY), part scores (Q, C, PARTS)).

        `question` (Q, T, 384) and `columns` (C, K, 384) are states of the lower layers, `there` and `known`
        which tokens are there; `looks` (Q, C, T, LOOK_FEATURES), `own` (Q, C, COLUMN_FEATURES).
        """
        states, asked = self.encoded(question, there)
        held, told = self.encoded(columns, known)
        share = (known / known.sum(1, keepdim=True))[..., None]
        meanings = []
        for one, other in zip(asked, told, strict=True):
            cosines = torch.einsum("qtd,ckd->qctk", one, other).masked_fill(~known[None, :, None, :], -1.0)
            meanings.append(cosines.max(3).values)
            middle = nn.functional.normalize((other * share).sum(1), dim=-1)
            meanings.append(torch.einsum("qtd,cd->qct", one, middle))
        plain = torch.cat([looks, SHARPER * torch.stack(meanings, 3)], 3)
        pair = torch.cat([plain, plain - plain.mean(1, keepdim=True)], 3)
        rows = self.inputs(self.dropped(states)) + self.marks(token) + self.named(pair.max(1).values)
        rows = torch.relu(rows)
        for layer, norm in ((self.first, self.first_norm), (self.second, self.second_norm)):
            rows = rows * there[..., None]
            rows = norm(rows + torch.relu(layer(self.dropped(rows).transpose(1, 2)).transpose(1, 2)))
        texts = self.texts(self.dropped((held * share).sum(1)))[None] + self.own(own)
        texts = self.text_norm(torch.relu(texts))
        batch, count, tokens = pair.shape[:3]
        asks = self.asks(rows).view(batch, tokens, HEADS, -1)
        answers = self.answers(texts).view(batch, count, HEADS, -1)
        scores = torch.einsum("bthd,bchd->bcth", asks, answers) / asks.shape[-1] ** 0.5 + self.alike(pair)
        scores = scores.masked_fill(~there[:, None, :, None], -1e4)
        value = self.value(rows).view(batch, tokens, HEADS, -1)
        heard = torch.einsum("bcth,bthd->bchd", scores.softmax(2), value).flatten(2)
        blank = torch.zeros_like(scores[:, :1])
        shares = torch.cat([scores, blank], 1).softmax(1)[:, :-1]
        explained = (shares * there[:, None, :, None]).sum(2)
        nearest = pair.masked_fill(~there[:, None, :, None], -1e4).max(2).values
        read = torch.cat([heard, scores.logsumexp(2), explained, nearest, texts, own], 2)
        found = self.read_norm(torch.relu(self.read(self.dropped(read))))
        attention = self.query(rows).masked_fill(~there[..., None], -1e4).softmax(1)
        whole = torch.einsum("bth,btv->bhv", attention, self.pooled(rows)).flatten(1)
        whole = torch.relu(self.whole(self.dropped(whole)))
        beside = torch.cat([found.mean(1), found.max(1).values, whole], 1)[:, None].expand(-1, count, -1)
        beside = torch.relu(self.among(self.dropped(torch.cat([found, beside], 2))))
        found = self.among_norm(found + beside)
        nobody = self.nobody(self.dropped(torch.cat([found.max(1).values, whole], 1)))
        cause = torch.cat([self.cause(found)[..., 0], nobody[:, :NOBODY]], 1)
        effect = torch.cat([self.effect(found)[..., 0], nobody[:, NOBODY:]], 1)
        joint = torch.einsum("bcd,bkd->bck", self.acts(found), self.responds(found)) / PAIRED**0.5
        joint = nn.functional.pad(joint, (0, NOBODY, 0, NOBODY)) + cause[:, :, None] + effect[:, None, :]
        same = torch.eye(count + NOBODY, dtype=torch.bool)
        same[count:, count:] = False
        return joint.masked_fill(same, -1e4), self.parts(found)


States = Mapping[str, Any]  # text -> states of its tokens after the lower layers, (tokens, 384)


def arrays_of(group: Group, states: States, chosen: Sequence[int]) -> tuple[Any, ...]:
    """As `Reader.forward` takes them, for the chosen questions of a table."""
    examples = [group.examples[i] for i in chosen]
    question, there = _padded([states[example.text] for example in examples])
    columns, known = _padded([states[text] for text in group.texts])
    tokens = question.shape[1]
    token = np.zeros((len(examples), tokens, TOKEN_FEATURES), dtype=np.float32)
    looks = np.zeros((len(examples), len(group.texts), tokens, LOOK_FEATURES), dtype=np.float32)
    for row, example in enumerate(examples):
        size = len(example.seen.token)
        token[row, :size], looks[row, :, :size] = example.seen.token, example.seen.looks
    own = np.stack([example.seen.column for example in examples])
    return tuple(map(torch.from_numpy, (question, there, columns, known, token, looks, own)))


def _padded(states: Sequence[Any]) -> tuple[Any, Any]:
    longest = max(map(len, states))
    rows = np.zeros((len(states), longest, WIDTH), dtype=np.float32)
    there = np.zeros((len(states), longest), dtype=bool)
    for row, own in enumerate(states):
        rows[row, : len(own)], there[row, : len(own)] = own, True
    return rows, there


def loss_of(joint: Any, parts: Any, examples: Sequence[Example]) -> Any:
    """Of the right pairs together, and of each part by itself.

    An association has no direction: both orders are wanted alike, lest one is learned as the other's cause.
    """
    size, columns = parts.shape[:2]
    right = torch.zeros(joint.shape, dtype=torch.bool)
    wanted = torch.zeros_like(parts)
    for row, example in enumerate(examples):
        for pair in example.pairs:
            t, y = (columns - 1 - place if place < 0 else place for place in pair)
            right[row, t, y] = True
        for part, places in enumerate(example.parts):
            for place in places:
                wanted[row, place, part] = 1.0
    turned = right & right.transpose(1, 2)
    log = joint.reshape(size, -1).log_softmax(1)
    own = -log.masked_fill(~right.reshape(size, -1), -1e4).logsumexp(1)
    both = turned.reshape(size, -1)
    alike = -(log * both).sum(1) / both.sum(1).clamp(min=1) - math.log(2)
    own = torch.where(both.any(1), alike, own)
    each = nn.functional.binary_cross_entropy_with_logits(parts, wanted, reduction="none")
    return (own + PARTS_WEIGHT * each.sum((1, 2))).mean()


def fit(
    draws: Sequence[Sequence[Group]],
    states: States,
    epochs: float,
    seed: int,
    report: Callable[[int, float, Reader], None] | None = None,
    most: int = 14,
    adapted: bool = True,
) -> Reader:
    """A net for the questions; `draws` holds the same tables drawn differently, an epoch each in turn.

    Of a table's questions at most `most` are learned at a time, chosen anew each time.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = Reader(adapted)
    adapters = list(model.encoder.adapters.parameters())
    other = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": other, "lr": RATE, "weight_decay": DECAY}]
    groups += [{"params": adapters, "lr": ADAPTER_RATE, "weight_decay": 0.0}] if adapters else []
    optimiser = torch.optim.AdamW(groups)
    total = int(epochs * len(draws[0]))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [group["lr"] for group in groups], total_steps=total + 1, pct_start=0.15
    )
    order: list[int] = []
    losses: list[float] = []
    for step in range(total):
        if not order:
            order = rng.permutation(len(draws[0])).tolist()
        group = draws[step // len(draws[0]) % len(draws)][order.pop()]
        chosen = rng.permutation(len(group.examples))[:most].tolist()
        model.train()
        joint, parts = model(*arrays_of(group, states, chosen))
        loss = loss_of(joint, parts, [group.examples[i] for i in chosen])
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        schedule.step()
        losses.append(float(loss.detach()))
        if report is not None:
            report(step, float(np.mean(losses[-100:])), model)
    return model


@torch.no_grad()
def chances(model: Reader, group: Group, states: States) -> tuple[Any, Any]:
    """The chances of the pairs, (Q, C + NOBODY, C + NOBODY), and of the parts, (Q, C, PARTS)."""
    model.eval()
    joint, parts = model(*arrays_of(group, states, range(len(group.examples))))
    shape = joint.shape
    return joint.reshape(shape[0], -1).softmax(1).reshape(shape).numpy(), parts.sigmoid().numpy()
