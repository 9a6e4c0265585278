"""What is said of a test: the first sentence answers what was asked, then the other metrics, then doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.kinds.experiment.arms import Arms, Planned, planned_shares
from assistant.kinds.experiment.asked import Aspect, Says
from assistant.kinds.experiment.slots import arms_in, says_in
from assistant.kinds.interface import Work
from assistant.types import GraphProposal, Part, Plan
from tools.effects.experiment import Decision, Experiment, Lift
from tools.effects.sample_size import SampleSize
from tools.messages import (
    Column,
    Columns,
    LevelOf,
    Message,
    Quantity,
    Quoted,
    ScaleKind,
    counted,
    exact,
    pure,
    share_of,
)
from tools.types import DataProfile

__all__ = ["said_arm", "said_metric", "say"]

Slots = dict[str, Any]


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    if isinstance(work.result, SampleSize):
        return _of_size(plan, work.result, work)
    assert isinstance(work.result, Experiment)
    return _Told(plan, profile, work.result).parts()


def said_metric(lift: Lift) -> Message:
    if lift.below is None:
        return Message("experiment-metric", {"column": Column(lift.metric)})
    return Message("experiment-ratio", {"above": Column(lift.metric), "below": Column(lift.below)})


def said_arm(arms: Arms, i: int) -> LevelOf | Message:
    """A level by its name; a number with its column's, since "1" alone says nothing."""
    level = LevelOf(arms.column, arms.levels[i])
    if isinstance(arms.levels[i], str):
        return level
    return Message("experiment-arm", {"column": Column(arms.column), "level": level})


@dataclass(frozen=True)
class _Told:
    plan: Plan
    profile: DataProfile
    found: Experiment

    # ---------------- what it was about

    @property
    def arms(self) -> Arms:
        return arms_in(self.plan)

    @property
    def aspect(self) -> Aspect:
        return Aspect(self.plan.slots["aspect"])

    @property
    def says(self) -> Says:
        return says_in(self.plan)

    @property
    def planned(self) -> Planned:
        found = planned_shares(self.arms, self.found.sizes.counts, self.profile)
        if self.plan.slots["control_share"] is not None:
            return replace(found, said=True, unless=None)
        return found

    @property
    def main(self) -> Lift:
        """The comparison that was asked for: the arm that is named, else the one that did best."""
        wanted = self.plan.slots["wanted"]
        if wanted is not None:
            i = self.arms.levels.index(wanted)
            first = self.found.lifts[0]
            return next(
                lift
                for lift in self.found.lifts
                if (lift.arm, lift.metric, lift.below) == (i, first.metric, first.below)
            )
        return self.found.main

    # ---------------- parts

    def parts(self) -> Mapping[Part, tuple[Message, ...]]:
        if not self.found.valid:
            change = (Message("experiment-change-invalid"),)
            return {Part.HEADLINE: self._invalid(), Part.CHANGE: change}
        whole = self.aspect in (Aspect.READOUT, Aspect.SHIP)
        head = [*self._first(), *self._doubts(), *(self._others() if whole else ())]
        return {
            Part.HEADLINE: tuple(dict.fromkeys(head)),
            Part.WHY: self._why(),
            Part.CAVEAT: self._caveats(),
            Part.CHANGE: (Message("experiment-change"),),
        }

    def _sizes(self) -> Slots:
        sizes = self.found.sizes
        counts = tuple(
            Message("experiment-count", {"arm": said_arm(self.arms, i), "rows": counted(count)})
            for i, count in enumerate(sizes.counts)
        )
        if max(sizes.shares) - min(sizes.shares) < 1e-9:
            planned = Message("experiment-equal")
        else:
            parts = tuple(Message("experiment-share", {"share": share_of(s, 0)}) for s in sizes.shares)
            planned = Message("experiment-shares", {"shares": parts})
        return {"counts": counts, "planned": planned, "p": pure(sizes.p_value), "of": Quoted(sizes.of)}

    def _invalid(self) -> tuple[Message, ...]:
        found = self.found
        said: list[Message] = []
        if not found.sizes.fine:
            said.append(Message("experiment-invalid", self._sizes()))
            short = found.short
            if short is not None:
                about: Slots = {
                    "arm": said_arm(self.arms, short.arm),
                    "segment": Column(short.column),
                    "level": LevelOf(short.column, short.level),
                    "rows": counted(short.rows),
                    "expected": counted(short.expected),
                    "rest": pure(short.rest_p),
                }
                said.append(Message("experiment-short", about))
            else:
                said.append(Message("experiment-short-unknown"))
            if not self.planned.said:
                said.append(Message("experiment-plan-presumed"))
        else:
            slots = {"p": pure(found.balance_p or 0.0), "worst": pure(found.worst_difference, 2)}
            said.append(Message("experiment-unbalanced", {**slots, "arms": Column(self.arms.column)}))
        if found.in_doubt is not None and self.plan.query is not None:
            about = {"bounds": found.in_doubt, "outcome": Column(self.plan.query.outcome)}
            lacking = min(range(2), key=lambda i: found.sizes.counts[i] / found.sizes.shares[i])
            said.append(Message("experiment-bounds", {**about, "arm": said_arm(self.arms, lacking)}))
        return tuple(said)

    def _slots(self, lift: Lift) -> Slots:
        relative: Message | Quantity = Message("experiment-nothing")
        if lift.relative is not None:
            relative = Message("experiment-relative", {"relative": lift.relative})
        return {
            "arm": said_arm(self.arms, lift.arm),
            "control": said_arm(self.arms, 0),
            "metric": said_metric(lift),
            "arm-mean": lift.arm_mean,
            "control-mean": lift.control_mean,
            "effect": lift.effect,
            "relative": relative,
            "verdict": Quoted("better" if lift.better else "worse" if lift.worse else "unclear"),
            "any": lift.any_time,
            "detectable": lift.detectable,
            "rows": counted(lift.rows),
            "p": pure(lift.corrected_p),
        }

    def _result(self) -> Message:
        lift, slots = self.main, self._slots(self.main)
        if self.says.relative and lift.relative is not None:
            return Message("experiment-result-relative", {**slots, "lift": lift.relative})
        return Message("experiment-result", slots)

    def _first(self) -> Sequence[Message]:
        result, decision = self._result(), self._decision()
        match self.aspect:
            case Aspect.VALID:
                return (*self._valid(), result)
            case Aspect.YET:
                return (self._yet(), result, decision)
            case Aspect.SHIP:
                return (decision, result)
            case Aspect.DETECTABLE if self.plan.slots["target"] is None:
                return (*self._detectable(), result)
            case Aspect.HOW_LONG | Aspect.SIZE | Aspect.DETECTABLE:
                return (*self._needed(), result)
        return (result, decision)

    def _valid(self) -> Sequence[Message]:
        said = [Message("experiment-valid", self._sizes())]
        if self.found.sizes.of == "unknown":
            said = [Message("experiment-valid-rows", self._sizes())]
        if self.found.balance_p is not None:
            about: Slots = {"p": pure(self.found.balance_p), "worst": pure(self.found.worst_difference, 2)}
            said.append(Message("experiment-balanced", about))
        return said

    def _yet(self) -> Message:
        lift, slots = self.main, self._slots(self.main)
        low, high = lift.any_time.ci_95 or (0.0, 0.0)
        if (low > 0 or high < 0) and lift.clear:
            return Message("experiment-yet-yes", slots)
        return Message("experiment-yet-planned" if lift.clear else "experiment-yet-no", slots)

    def _detectable(self) -> Sequence[Message]:
        lift, slots = self.main, self._slots(self.main)
        of_control: Message = Message("experiment-nothing")
        if lift.relative is not None and lift.control_mean.value > 0:
            share = share_of(lift.detectable.value / lift.control_mean.value, 1)
            of_control = Message("experiment-of-control", {"share": share})
        return (Message("experiment-detectable", {**slots, "of-control": of_control}),)

    def _needed(self) -> Sequence[Message]:
        beside, slots = self.found.beside, self._slots(self.main)
        if "rows_needed" not in beside:
            return self._detectable()
        slots |= {"needed": beside["rows_needed"], "more": beside["more_rows"], "target": beside["target"]}
        slots["days"] = self._days()
        stem = "asked" if self.plan.slots["target"] is not None else "seen"
        done = "enough" if beside["more_rows"].value == 0 else "more"
        if stem == "seen" and self.main.clear:
            return (Message("experiment-need-none", slots),)
        said = [Message(f"experiment-need-{stem}-{done}", slots)]
        if stem == "seen":
            said.append(Message("experiment-need-guess", slots))
        return said

    def _days(self) -> Message:
        days = self.found.beside.get("more_days")
        if days is None or days.value == 0:
            return Message("experiment-nothing")
        return Message("experiment-days", {"days": days})

    def _decision(self) -> Message:
        own = [lift for lift in self.found.lifts if lift.arm == self.main.arm]
        slots = self._slots(self.main)

        def listed(kept: Sequence[Lift]) -> tuple[Message, ...]:
            return tuple(said_metric(lift) for lift in kept)

        slots["better"] = listed([lift for lift in own if lift.better]) or (Message("experiment-nothing"),)
        slots["worse"] = listed([lift for lift in own if lift.worse]) or (Message("experiment-nothing"),)
        decision = self.found.decision if self.main.arm == self.found.main.arm else self._of_arm(own)
        if decision is Decision.WAIT:
            rows = self.main.rows * max(self.main.needed - 1, 0.0)
            if not rows or rows > 1e12:
                decision = Decision.NOTHING
            slots["more"] = counted(float(int(rows) + 1))
        watched = any(lift.guardrail for lift in own)
        slots["watched"] = Quoted("yes" if watched else "no")
        return Message(f"experiment-decision-{str(decision).replace('_', '-')}", slots)

    def _of_arm(self, own: Sequence[Lift]) -> Decision:
        """The decision about an arm that is asked about and did not do best."""
        return replace(self.found, lifts=tuple(own)).decision

    def _others(self) -> Sequence[Message]:
        said: list[Message] = []
        rest = [lift for lift in self.found.lifts if lift is not self.main]
        for stem, kept in (
            ("others", [lift for lift in rest if not lift.guardrail]),
            ("watched", [lift for lift in rest if lift.guardrail]),
        ):
            items = tuple(Message("experiment-item", self._slots(lift)) for lift in kept)
            if items:
                said.append(Message(f"experiment-{stem}", {"items": items}))
        return said

    # ---------------- doubts

    def _doubts(self) -> Sequence[Message]:
        lift = self.main
        said: list[Message] = []
        if self.plan.slots["taken_for"]:
            about: Slots = {"words": Quoted(self.plan.slots["taken_for"]), "arms": Column(self.arms.column)}
            said.append(Message("experiment-taken-for", about))
        if self.planned.unless is not None:
            about = {"share": share_of(self.planned.unless, 0), "control": said_arm(self.arms, 0)}
            said.append(Message("experiment-plan-unknown", {**self._sizes(), **about}))
        if not self.arms.control_said and len(self.arms.levels) > 2:
            said.append(Message("experiment-control-presumed", {"control": said_arm(self.arms, 0)}))
        if not self.arms.random:
            said.append(Message("experiment-random-unknown", {"arms": Column(self.arms.column)}))
        if lift.losses is not None:
            about = {
                **self._slots(lift),
                "lost": share_of(lift.losses.arm, 1),
                "lost-control": share_of(lift.losses.control, 1),
                "lost-p": pure(lift.losses.p_value),
            }
            said.append(Message("experiment-losses", about))
            if lift.losses.bounds is not None:
                said.append(Message("experiment-loss-bounds", {"bounds": lift.losses.bounds}))
        if lift.complied is not None:
            about = {
                **self._slots(lift),
                "taken": Column(self.plan.slots["taken"]),
                "moved": lift.complied.effect,
                "share": share_of(lift.complied.arm, 0),
                "in-control": share_of(lift.complied.control, 0),
            }
            said.append(Message("experiment-complied", about))
        if lift.capped is not None and lift.cap is not None:
            about = {**self._slots(lift), "capped": lift.capped, "cap": exact(float(f"{lift.cap:.4g}"))}
            said.append(Message("experiment-capped", about))
        return said

    def _why(self) -> tuple[Message, ...]:
        said = [] if self.aspect is Aspect.VALID else list(self._valid()[:1])
        lift = self.main
        if lift.before is not None and lift.plain is not None:
            about: Slots = {
                "before": Column(lift.before),
                "saved": share_of(lift.variance_saved, 0),
                "plain": lift.plain,
            }
            said.append(Message("experiment-cuped", about))
        elif self.says.before:
            said.append(Message("experiment-no-cuped", self._slots(lift)))
        if lift.below is not None:
            said.append(Message("experiment-ratio-how", self._slots(lift)))
        hoped = [each for each in self.found.lifts if not each.guardrail]
        if len(hoped) > 1:
            said.append(
                Message("experiment-holm", {"comparisons": counted(len(hoped)), "p": pure(lift.corrected_p)})
            )
        if self.found.clusters is not None and self.plan.design is not None:
            about = {
                "groups": counted(self.found.clusters),
                "cluster": Column(self.plan.design.cluster or ""),
            }
            said.append(Message("experiment-clusters", about))
        if not self.plan.slots["metrics_said"] and len(hoped) > 1:
            names = tuple(dict.fromkeys(each.metric for each in hoped))
            said.append(Message("experiment-metrics-presumed", {"metrics": Columns(names)}))
        return tuple(said)

    def _caveats(self) -> tuple[Message, ...]:
        said = [Message("experiment-caveat")]
        if not self.arms.control_said and len(self.arms.levels) == 2:
            said.append(Message("experiment-control-presumed", {"control": said_arm(self.arms, 0)}))
        goals = {lift.metric: lift.goal for lift in self.found.lifts if lift.clear}
        less = tuple(name for name, goal in goals.items() if goal < 0)
        more = tuple(name for name, goal in goals.items() if goal > 0)
        if more:
            said.append(Message("experiment-goal-more", {"metrics": Columns(more)}))
        if less:
            said.append(Message("experiment-goal-less", {"metrics": Columns(less)}))
        return tuple(said)


# ---------------- A test that has not begun


def _of_size(plan: Plan, found: SampleSize, work: Work) -> Mapping[Part, tuple[Message, ...]]:
    slots: Slots = {
        "outcome": Column(work.query.outcome),
        "needed": found.rows_needed,
        "target": found.target,
        "rows": found.rows,
        "detectable": found.detectable,
        "mean": found.mean,
        "days": Message("experiment-nothing")
        if found.days is None
        else Message("experiment-days", {"days": found.days}),
    }
    stem = "asked" if found.asked else "usual"
    share = found.target.scale.kind is ScaleKind.POINTS
    return {
        Part.HEADLINE: (Message(f"experiment-size-{stem}", slots), Message("experiment-size-table", slots)),
        Part.WHY: (Message("experiment-size-how", {"share": Quoted("yes" if share else "no"), **slots}),),
        Part.CAVEAT: (Message("experiment-size-caveat"),),
        Part.CHANGE: (Message("experiment-size-change"),),
    }
