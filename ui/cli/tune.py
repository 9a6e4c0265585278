"""`askwhy tune`: examples, training, and the score before and after on worlds that were held out."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from tools.errors import OptionError
from ui.cli.terminal import Terminal

__all__ = ["run_tuning"]


def run_tuning(
    base: str,
    out: Path,
    method: str,
    examples: int,
    steps: int,
    batch: int,
    marked: Path | None,
    held_out: int,
    seed: int,
    *,
    as_json: bool,
) -> int:
    """Tune `base` and say how much better it plans. Returns the exit status.

    Raises `OptionError` for bad options, a missing package, or a model that cannot be loaded.
    """
    from assistant.models.transformers import check_source
    from assistant.training.recipe import Recipe

    if examples < 0 or steps < 1 or batch < 1 or held_out < 0:
        raise OptionError("--worlds and --evaluate must be 0 or more, --steps and --batch 1 or more.")
    if marked is not None and not marked.is_file():
        raise OptionError(f"There is no file {marked}. Name the marked answers: --marked FILE.")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OptionError(f"{out} is there already. Name a new folder: --out DIR.")
    recipe = Recipe(method=method, steps=steps, batch=batch, seed=seed)
    check_source(base)

    # Seconds of imports, so only for orders that can be carried out.
    from assistant.training.train import evaluate, example_of, read_marked, tune
    from assistant.training.worlds import worlds

    terminal = Terminal()
    made = [example_of(world, place) for place, world in enumerate(worlds(examples, seed))]
    made += read_marked(marked) if marked is not None else []
    unseen = list(worlds(held_out, seed, held_out=True))
    with terminal.busy("scoring the model as it is"):
        before = evaluate(base, unseen) if unseen else None
    with terminal.busy(f"tuning on {len(made)} examples"):
        folder = tune(base, made, out, recipe)
    adapted = f"{base}+{folder}"
    with terminal.busy("scoring the tuned model"):
        after = evaluate(adapted, unseen) if unseen else None
    if as_json:
        scores = {name: asdict(s) if s else None for name, s in (("before", before), ("after", after))}
        print(json.dumps({"model": f"transformers:{adapted}", "examples": len(made), **scores}))
        return 0
    terminal.line(f"Use it: --model transformers:{adapted}")
    for name, score in (("before", before), ("after", after)):
        if score is not None:
            terminal.line(
                f"{name}: variables {score.variables:.0%}, design {score.design:.0%}, "
                f"arrows {score.arrows:.2f} (F1), "
                f"no usable reply {score.failed:.0%} of {score.worlds} held-out worlds"
            )
    return 0
