"""The options that several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

DEFAULT_SEED = 7


@dataclass(frozen=True)
class ModelChoice:
    """Who reads the questions: the same three options at every front door, passed on to `Assistant`."""

    model: Any = "offline"
    base_url: str | None = None
    fallback: str | None = None

    @property
    def options(self) -> dict[str, Any]:
        return {"model": self.model, "base_url": self.base_url, "fallback": self.fallback}

    def check(self) -> ModelChoice:
        """The same; raises `OptionError` for a model that cannot be opened, before anybody asks it."""
        from assistant.assistant import check_model

        check_model(**self.options)
        return self


OFFLINE = ModelChoice()


Question = Annotated[
    str | None, typer.Argument(help='In plain words: "What would happen to sales if we raised the price?"')
]
Data = Annotated[str, typer.Option("--data", "-d", metavar="FILE", help="Your table: CSV, Parquet or Excel.")]
Description = Annotated[
    str | None,
    typer.Option(
        "--description", metavar="FILE|TEXT", help="What the columns mean, how the data came about."
    ),
]
Knowledge = Annotated[
    list[str] | None,
    typer.Option(
        "--knowledge", "-k", metavar="PATH", help="Documents to look things up in. May be repeated."
    ),
]
Graph = Annotated[
    str | None,
    typer.Option("--graph", metavar="FILE", help="Your own causal graph; it wins over any proposal."),
]
Model = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="MODEL",
        help="Who reads the question: offline, openai:<model>, transformers:<path or id>.",
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help="Server of an openai:<model>; default: OPENAI_BASE_URL."),
]
Fallback = Annotated[
    str | None,
    typer.Option(
        "--fallback", metavar="offline", help="Who answers when the model fails; default: nobody, an error."
    ),
]
ImageEncoder = Annotated[
    str | None,
    typer.Option(
        "--image-encoder",
        metavar="DIR",
        help="Folder of a CLIP or ViT model that reads columns of picture paths.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Also write a report: .html, .pdf or .md.")
]
Figures = Annotated[
    Path | None, typer.Option("--figures", metavar="DIR", help="Where plots go (default: askwhy-figures).")
]
Multiverse = Annotated[
    bool,
    typer.Option("--multiverse", help="Also the estimate under each other defensible choice; takes seconds."),
]
Seed = Annotated[int, typer.Option("--seed", help="Seed of everything that is drawn at random.")]
ExplainPlan = Annotated[
    bool, typer.Option("--explain-plan", help="Only say how the question is understood; estimate nothing.")
]
