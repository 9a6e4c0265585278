"""The world that all contests share: 10 numeric and 3 categorical confounders, a 0/1 treatment."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet

TREATMENT, OUTCOME, EFFECT = "t", "y", 2.0
NUMBERS = tuple(f"x{i}" for i in range(10))
LEVELS = {"c0": 4, "c1": 5, "c2": 6}
COVARIATES = (*NUMBERS, *LEVELS)
PIECE = 1_000_000  # rows made and written at a time
ROW_GROUP = 122_880  # DuckDB's own


def world(rows: int, seed: int = 0) -> pd.DataFrame:
    """True effect 2.0; the noise grows with the treatment, so classical errors are wrong."""
    r = np.random.default_rng(seed)
    numbers = r.normal(size=(rows, len(NUMBERS)))
    codes = {name: r.integers(0, count, rows) for name, count in LEVELS.items()}
    lean = 0.3 * numbers[:, :5].sum(axis=1) + 0.2 * codes["c0"] - 0.4
    treatment = (r.random(rows) < 1 / (1 + np.exp(-lean))).astype(float)
    outcome = (
        EFFECT * treatment
        + numbers @ np.linspace(0.1, 1, len(NUMBERS))
        + 0.5 * codes["c1"]
        + (1 + treatment) * r.normal(size=rows)
    )
    frame = pd.DataFrame(numbers, columns=list(NUMBERS))
    for name, values in codes.items():
        frame[name] = pd.Categorical.from_codes(values, [f"{name}_{k}" for k in range(LEVELS[name])])
    return frame.assign(**{TREATMENT: treatment, OUTCOME: outcome})


def parquet_file(folder: Path, rows: int) -> Path:
    """A Parquet file of that many rows, made once and kept in `folder`."""
    path = folder / f"world-{rows}.parquet"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    schema = pa.Table.from_pandas(world(10), preserve_index=False).schema
    with parquet.ParquetWriter(unfinished, schema) as writer:
        for piece, first in enumerate(range(0, rows, PIECE)):
            frame = world(min(PIECE, rows - first), seed=piece)
            writer.write_table(
                pa.Table.from_pandas(frame, schema, preserve_index=False), row_group_size=ROW_GROUP
            )
    unfinished.rename(path)
    return path
