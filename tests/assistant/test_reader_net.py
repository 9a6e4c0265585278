"""The net read with numpy is the net that was fitted with torch; order of columns tells it nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import torch

from assistant.reader.net import NOBODY, PARTS, ReaderNet
from assistant.reader.reader import LearnedReader, shipped_reader
from bench.reader.corpus import Table, as_written
from bench.reader.examples import DATA, group_of, read_tables, states_of, texts_in


@cache
def table() -> Table:
    return read_tables([DATA / "train_a.txt"])[0]


@cache
def shipped() -> LearnedReader:
    reader = shipped_reader()
    assert reader is not None
    return reader


def test_numpy_and_torch_agree() -> None:
    from bench.reader.__main__ import arrays_of
    from bench.reader.net import Reader, chances

    torch.manual_seed(0)
    model = Reader()
    with torch.no_grad():
        for name, values in model.encoder.adapters.items():
            values.copy_(torch.randn_like(values) * 0.02 if name.endswith("_b") else values)
    own = as_written(table())
    group = group_of(table(), own)
    group = replace(group, examples=group.examples[:4])
    pairs, parts = chances(model, group, states_of(texts_in([[group]])))
    reader = LearnedReader(
        ReaderNet({name: np.asarray(a, dtype=np.float32) for name, a in arrays_of(model).items()})
    )
    for place, example in enumerate(group.examples):
        found = reader.find_columns(example.text, own.profile)
        # The states of the lower layers are kept in half precision while the net is fitted.
        assert np.abs(found.pairs - pairs[place]).max() < 2e-3
        assert np.abs(found.parts - parts[place]).max() < 2e-3


def test_chances_are_chances() -> None:
    own = as_written(table())
    found = shipped().find_columns(table().questions[0].text, own.profile)
    count = len(own.profile.names)
    assert found.pairs.shape == (count + NOBODY, count + NOBODY)
    assert found.parts.shape == (count, len(PARTS))
    assert found.pairs.sum() == pytest.approx(1.0, abs=1e-4)
    assert np.diag(found.pairs)[:count].max() < 1e-6  # nothing acts on itself
    assert ((found.parts >= 0) & (found.parts <= 1)).all()
    ranked = found.ranked(5)
    assert [chance for *_, chance in ranked] == sorted((chance for *_, chance in ranked), reverse=True)


def test_columns_in_another_order_are_read_the_same() -> None:
    own = as_written(table()).profile
    turned = replace(own, columns=own.columns[::-1], fingerprint="turned")
    for question in table().questions[:6]:
        one, other = (shipped().find_columns(question.text, profile) for profile in (own, turned))
        assert one.ranked(1)[0][:2] == other.ranked(1)[0][:2]
        assert (
            np.abs(one.pairs[:-NOBODY, :-NOBODY] - other.pairs[:-NOBODY, :-NOBODY][::-1, ::-1]).max() < 1e-4
        )


def test_of_a_wide_table_the_likeliest_columns_are_read() -> None:
    own = as_written(table()).profile
    many = tuple(replace(column, name=f"{column.name}_{copy}") for copy in range(6) for column in own.columns)
    wide = replace(own, columns=many, fingerprint="wide")
    found = shipped().find_columns("does one matter for the other", wide, (many[-1].name, many[-2].name))
    assert len(found.names) == 48
    assert many[-1].name in found.names and many[-2].name in found.names
    assert found.chance_of("no column of it", many[0].name) == 0.0
