"""How well questions are read: pairs that are right, wrong and sure, or asked back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.planning.offline import understand
from assistant.planning.plan import close_readings, nothing_about
from bench.reader.corpus import ABSENT, Drawn, Question, Table

__all__ = [
    "SHOWN",
    "Verdict",
    "judged",
    "reliability_of",
    "right_pairs",
    "table_of",
    "verdict_of",
    "with_description",
]

SHOWN = (("readable", "all"), ("readable", "none"), ("code", "all"))
EFFECTS = ("average_effect", "association", "heterogeneity", "dose_response", "necessity", "best_level")


@dataclass(frozen=True)
class Verdict:
    """What became of one question."""

    outcome: (
        str  # right, asked, lost (asked without the right one), wrong, refused; absent ones: noticed, missed
    )
    first_right: bool  # whatever was made of it, was the first reading right?
    sure: float


def with_description(own: Drawn) -> Drawn:
    """The table with its codebook as a text too."""
    lines = [f"{c.name}: {c.description}" for c in own.profile.columns if c.description]
    return replace(own, profile=replace(own.profile, description="\n".join(lines)))


def right_pairs(question: Question, own: Drawn) -> frozenset[tuple[str, str]] | None:
    """The right (treatment, outcome) by name; empty where the table lacks one; None for other questions."""
    if question.kind not in EFFECTS or not {"t", "y"} <= question.parts.keys():
        return None
    if any(question.parts[part] == ((ABSENT,),) for part in "ty"):
        return frozenset()
    names = own.profile.names
    causes, effects = (
        [names[own.places[name]] for equal in question.parts[part] for name in equal] for part in "ty"
    )
    pairs = {(t, y) for t in causes for y in effects}
    if question.kind == "association":
        pairs |= {(y, t) for t, y in pairs}
    return frozenset(pairs)


def judged(shown: Sequence[tuple[Table, Drawn]]) -> dict[str, Any]:
    """Counts over the questions about effects of one column on another, and over those about absent ones."""
    counts: dict[str, dict[str, int]] = {}
    for table, own in shown:
        own = with_description(own)
        for question in table.questions:
            wanted = right_pairs(question, own)
            if wanted is None:
                continue
            verdict = verdict_of(question, own, wanted)
            for group in ("all", table.language):
                found = counts.setdefault(group, {})
                found[verdict.outcome] = found.get(verdict.outcome, 0) + 1
                if wanted:
                    tenth = min(int(10 * verdict.sure), 9)
                    for key, more in (("n", 1), ("first", verdict.first_right), (f"sure {tenth}", 1)):
                        found[key] = found.get(key, 0) + more
                    found[f"right {tenth}"] = found.get(f"right {tenth}", 0) + verdict.first_right
    return counts


def verdict_of(question: Question, own: Drawn, wanted: frozenset[tuple[str, str]]) -> Verdict:
    read = understand(question.text, own.profile)
    about = nothing_about(read, own.profile)
    asks = about is not None or not read.readings or close_readings(read) is not None
    sure = read.readings[0].confidence if read.readings else 0.0
    if not wanted:
        return Verdict("noticed" if asks else "missed", asks, sure)
    right = [(reading.treatment, reading.outcome) in wanted for reading in read.readings]
    first = bool(right and right[0])
    if about is not None:
        return Verdict("refused", first, sure)
    if asks:
        return Verdict("asked" if any(right[:4]) else "lost", first, sure)
    return Verdict("right" if first else "wrong", first, sure)


def reliability_of(figures: Mapping[str, Mapping[str, Mapping[str, int]]]) -> str:
    """For each tenth of confidence how many readings had it, and how many of them were right, in percent."""
    together: dict[str, int] = {}
    for groups in figures.values():
        for key, count in groups["all"].items():
            together[key] = together.get(key, 0) + count
    lines = [f"{'confidence':>12}{'readings':>10}{'right':>8}"]
    for tenth in range(10):
        n = together.get(f"sure {tenth}", 0)
        share = f"{100 * together.get(f'right {tenth}', 0) / n:.0f}" if n else "-"
        lines.append(f"{tenth / 10:>6.1f}-{(tenth + 1) / 10:<5.1f}{n:>10}{share:>8}")
    return "\n".join(lines)


def table_of(figures: Mapping[str, Mapping[str, Mapping[str, int]]]) -> str:
    """A line for each way that the tables were shown and each language, in percent of the questions."""
    lines = [
        f"{'':34}{'n':>6}{'pair':>7}{'right':>7}{'asked':>7}{'lost':>7}{'refused':>9}{'wrong':>7}"
        f"{'absent noticed':>16}"
    ]
    for shown, groups in figures.items():
        for group, counts in groups.items():
            n = max(counts.get("n", 0), 1)
            cells = [
                f"{100 * counts.get(key, 0) / n:.1f}"
                for key in ("first", "right", "asked", "lost", "refused", "wrong")
            ]
            absent = counts.get("noticed", 0) + counts.get("missed", 0)
            noticed = f"{counts.get('noticed', 0)} of {absent}"
            widths = (7, 7, 7, 7, 9, 7)
            figures_ = "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
            lines.append(f"{shown + ', ' + group:34}{n:>6}{figures_}{noticed:>16}")
    return "\n".join(lines)
