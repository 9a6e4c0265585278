"""The script that answers hand out makes the very frame that was used, in a Python of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.data import open_table, prepare, profile_table
from tools.data.script import preparation_lines
from tools.data.table import Table
from tools.types import Condition, Design, DesignKind, Query, Sample

ROWS = 300
NASTY = "we'ird \"n\n<script>'); raise SystemExit(7) #"


def world() -> pd.DataFrame:
    """Every kind of column, with gaps, rare levels and a hostile name."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {
            "arm": rng.choice(["treated", "control", "other arm"], ROWS),
            "y": rng.normal(size=ROWS) * 10.0 ** rng.integers(-6, 6, ROWS),
            "x": rng.normal(size=ROWS),
            "town": rng.choice([*"abcdefgh", "rare1", "rare2"], ROWS, p=[0.122] * 8 + [0.012] * 2),
            "visited": rng.choice([True, False], ROWS),
            "region": rng.integers(1, 6, ROWS),
            "day": pd.date_range("2020-01-01", periods=ROWS),
            "span": pd.to_timedelta(rng.integers(1, 9, ROWS), unit="h"),
            "unused": rng.normal(size=ROWS),
            NASTY: rng.choice(["yes", "no", "it's"], ROWS),
        }
    )
    frame.loc[:4, "y"] = np.nan
    frame.loc[5:80, "x"] = np.nan
    return frame


def prepared(table: Table) -> Sample:
    """All columns of `world` but one, in the part of the rows after a day."""
    conditions = (Condition("day", ">", "2020-01-20"), Condition("visited", "==", "true"))
    query = Query("arm", "y", "control", "treated", conditions)
    adjust = tuple(name for name in ("x", "town", "region", "day", "span", NASTY) if name in table.columns)
    design = Design(DesignKind.BACKDOOR, adjust, cluster="town")
    return prepare(table, profile_table(table), query, design)


def run(script: str, folder: Path) -> pd.DataFrame:
    """What the script leaves in `frame`, from a fresh Python without AskWhy."""
    end = "\nassert 'tools' not in __import__('sys').modules\nframe.to_parquet('out.parquet')\n"
    (folder / "script.py").write_text(script + end, encoding="utf-8")
    # A warning about a line of the script is an error.
    quietly = [sys.executable, "-I", "-W", "error:::__main__", "script.py"]
    subprocess.run(quietly, cwd=folder, check=True, timeout=120)
    return pd.read_parquet(folder / "out.parquet")


@pytest.mark.parametrize("kind", ["csv", "semicolons", "parquet", "xlsx", "parts"])
def test_a_file(tmp_path: Path, kind: str) -> None:
    frame = world().drop(columns="span")
    endings = {"semicolons": "txt", "parts": "parquet"}
    path = tmp_path / f"it's [data].{endings.get(kind, kind)}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    elif kind == "semicolons":
        frame.to_csv(path, index=False, sep=";", decimal=",", encoding="utf-16", na_rep="NA")
    elif kind == "xlsx":
        frame.to_excel(path, index=False)
    elif kind == "parquet":
        frame.to_parquet(path)
    else:
        path = tmp_path / "part*.parquet"
        frame.iloc[:100].to_parquet(tmp_path / "part1.parquet")
        frame.iloc[100:].to_parquet(tmp_path / "part2.parquet")
    table = open_table(path)
    sample = prepared(table)
    script = preparation_lines(table, sample)
    pd.testing.assert_frame_equal(run(script, tmp_path), sample.frame, check_exact=True)
    assert script.startswith("import numpy as np\nimport pandas as pd\n") and "'unused'" not in script


def test_a_frame_in_memory(tmp_path: Path) -> None:
    frame = world().astype({"town": "category", "region": "category"})
    frame.to_parquet(tmp_path / "in.parquet")
    table = open_table(frame.rename(columns={"unused": 7}))  # a name that is no text
    sample = prepared(table)
    script = preparation_lines(table, sample)
    assert "# `data` is your DataFrame" in script
    load = "import pandas\ndata = pandas.read_parquet('in.parquet').rename(columns={'unused': 7})\n"
    pd.testing.assert_frame_equal(run(load + script, tmp_path), sample.frame, check_exact=True)


@pytest.mark.parametrize(
    "text",
    [
        "t;y;x\nja;1,5;2\nnein;2,5;--\n ja ;3,5;4\nnein;4,0; 5\nja;1,0;6\nnein;NA;7\nja;2,0;1\nnein;0,5;3\n",
        "t,y,x\n yes,1.5,2\nno "
        ",2.5,missing\nyes,3.5,4\nno,.,5\nyes,1.0,6\nno,inf,7\nyes,2,1\nno,0.5,3\nno,1e-3,3\n",
        " t "
        ",y,,x\nTRUE,1.5,q,2\nfalse,2.5,q,3\ntrue,3.5,w,4\nFALSE,9,e,5\ntrue,1.0,r,6\nfalse,3,t,7\ntrue,2,z,1\n",
    ],
)
def test_untidy_cells(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    table = open_table(tmp_path / "t.csv")
    sample = prepare(table, profile_table(table), Query("t", "y"), Design(DesignKind.BACKDOOR, ("x",)))
    pd.testing.assert_frame_equal(
        run(preparation_lines(table, sample), tmp_path), sample.frame, check_exact=True
    )


def test_a_script_that_leaves_a_step_out_makes_another_frame(tmp_path: Path) -> None:
    world().to_csv(tmp_path / "t.csv", index=False)
    table = open_table(tmp_path / "t.csv")
    sample = prepared(table)
    lines = preparation_lines(table, sample).splitlines()
    kept = [line for line in lines if "Timestamp('2020-01-20" not in line]
    assert len(kept) == len(lines) - 1
    assert len(run("\n".join(kept), tmp_path)) != sample.rows
