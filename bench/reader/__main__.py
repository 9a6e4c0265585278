"""The learned reader: `python -m bench.reader train | weigh | evaluate [FILE ...] | seal FILE ...`.

`train` fits the net to `bench/reader/data` (all fields of life but every tenth), weighs it beside the grammar
on the fields that were kept, and writes `assistant/reader/reader.npz`. `weigh` does the
second alone, with the net as it is: after a change of the grammar.
`evaluate` reads questions with what is written: of the kept fields, or of files. `seal` does so once for each
file and keeps the figures in `bench/reader/sealed.json`: a set that was looked at is training data.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

import assistant.reader.reader as reader
from assistant.reader.net import ReaderNet
from assistant.reader.reader import LearnedReader
from bench.reader.corpus import as_written, drawn
from bench.reader.examples import group_of, is_tuned, read_tables, states_of, texts_in
from bench.reader.net import Reader, fit
from bench.reader.pool import pool_of
from bench.reader.scores import SHOWN, judged, reliability_of, table_of

WEIGHTS = Path(reader.__file__).with_name("reader.npz")
SEALED = Path(__file__).with_name("sealed.json")
DRAWS = 2  # of every table; a question is learned beside each in turn
EPOCHS = 4.0
SEED = 0


def train(limit: int | None, out: Path) -> None:
    """Fits and writes; with `limit` only so many tables, for the curve over their number."""
    tables = [table for table in read_tables() if not is_tuned(table)]
    rng = np.random.default_rng(SEED)
    if limit is not None:
        tables = [tables[i] for i in rng.permutation(len(tables))[:limit]]
    started = time.monotonic()

    def report(step: int, loss: float, _: Reader) -> None:
        if step % 200 == 0:
            print(f"step {step}: loss {loss:.2f}, {time.monotonic() - started:.0f} s", flush=True)

    draws = [[group_of(table, drawn(table, tables, rng)) for table in tables] for _ in range(DRAWS)]
    model = fit(draws, states_of(texts_in(draws)), EPOCHS, SEED, report)
    write(arrays_of(model), out)


def write(arrays: dict[str, Any], out: Path) -> None:
    """The arrays in half precision, and how much the net counts beside the grammar."""
    rounded = {name: array.astype(np.float16) for name, array in arrays.items()}
    net = ReaderNet({name: array.astype(np.float32) for name, array in rounded.items()})
    kept = [table for table in read_tables() if is_tuned(table)]
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **rounded, pool=pool_of(LearnedReader(net), kept))
    out.write_bytes(buffer.getvalue())


def weigh(out: Path) -> None:
    """The net as it is, weighed anew beside the grammar."""
    with np.load(WEIGHTS, allow_pickle=False) as content:
        write({name: content[name] for name in content.files if name != "pool"}, out)


def arrays_of(model: Reader) -> dict[str, Any]:
    found = {name: array.detach().numpy() for name, array in model.state_dict().items()}
    arrays = {}
    for name, array in found.items():
        if name.startswith("encoder.adapters."):
            arrays[name.removeprefix("encoder.")] = array
        elif name in ("first.weight", "second.weight"):
            arrays[name] = array.transpose(2, 1, 0)
        else:
            arrays[name] = array.T if array.ndim == 2 else array
    return arrays


def evaluate(paths: Sequence[Path]) -> dict[str, Any]:
    """The figures of these files, or of the fields that were kept from training."""
    tables = read_tables(paths) if len(paths) else [table for table in read_tables() if is_tuned(table)]
    return {
        f"{style}, described: {told}": judged([(table, as_written(table, style, told)) for table in tables])
        for style, told in SHOWN
    }


def seal(paths: Sequence[Path]) -> None:
    """Each file once: its first figures are the ones that count."""
    kept = json.loads(SEALED.read_text(encoding="utf-8")) if SEALED.is_file() else {}
    for path in paths:
        key = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        if key in kept:
            print(f"{path.name} was run on {kept[key]['date']}; its figures stay.")
            continue
        figures = evaluate([path])
        kept[key] = {"file": path.name, "date": time.strftime("%Y-%m-%d"), "figures": figures}
        SEALED.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(path.name)
        print(table_of(figures))


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.reader", description=__doc__)
    parser.add_argument("what", choices=["train", "weigh", "evaluate", "seal"])
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--limit", type=int, help="train on so many tables only")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    if chosen.what == "train":
        train(chosen.limit, chosen.out)
    elif chosen.what == "weigh":
        weigh(chosen.out)
    elif chosen.what == "evaluate":
        figures = evaluate(chosen.files)
        print(table_of(figures), reliability_of(figures), sep="\n\n")
    else:
        seal(chosen.files)


if __name__ == "__main__":
    main()
