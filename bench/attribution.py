"""Root causes of simulated incidents: `python -m bench.attribution [--incidents 60] [--seed 1] [--dowhy]
[--show]`.

Each incident is a table over a random graph of services, sales figures or factory steps (8 to 30
columns), curved and noisy, with neighbouring rows alike, in which one column's input or mechanism
changes for the last rows. The right first cause is known. It is asked for once with the graph given and
once with the graph read from a description in words. `--dowhy` compares two incidents with
`dowhy.gcm.distribution_change`.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assistant import Assistant
from assistant.kinds.attribution.structure import described_structure, usable_columns
from tools.effects.attribution import Attribution, Verdict, attribute_change, plain_change
from tools.messages import Scale

_SERVICES = (
    "gateway",
    "search",
    "auth",
    "payment",
    "cart",
    "catalog",
    "pricing",
    "inventory",
    "shipping",
    "reviews",
    "profile",
    "session",
    "ledger",
    "fraud",
    "mail",
    "images",
    "recommender",
    "tax",
    "geo",
    "coupons",
    "quota",
    "audit",
    "billing",
    "rates",
    "indexer",
    "store",
    "broker",
    "vault",
    "limiter",
    "resolver",
)
_SALES = (
    ("rev", "revenue"),
    ("ord_cnt", "number of orders"),
    ("basket", "mean basket value"),
    ("conv", "conversion rate"),
    ("visits", "visits to the shop"),
    ("stockout", "share of articles out of stock"),
    ("price_idx", "price index"),
    ("search_rank", "rank in the search engine"),
    ("ad_spend", "advertising spend"),
    ("newsletter", "newsletters sent"),
    ("load_s", "loading time of the page"),
    ("returns", "returned parcels"),
    ("deliv_days", "delivery days"),
    ("supplier_late", "late suppliers"),
    ("discount", "mean discount"),
    ("rating", "customer rating"),
    ("callcenter", "calls to the hotline"),
    ("staff", "staff in the warehouse"),
    ("sick", "sick leave"),
    ("holiday", "school holidays"),
    ("rain", "rainfall"),
    ("rival_ads", "advertising of the competitor"),
    ("season_idx", "seasonal demand"),
    ("blog", "mentions in blogs"),
)
_FACTORY = (
    ("scrap", "scrap rate"),
    ("warp", "warpage of the parts"),
    ("cycle", "cycle time"),
    ("melt_t", "melt temperature"),
    ("mould_t", "mould temperature"),
    ("press", "injection pressure"),
    ("visc", "viscosity of the melt"),
    ("moist", "residual moisture"),
    ("dry_min", "drying time"),
    ("hum", "humidity of the hall"),
    ("cool_flow", "flow of the coolant"),
    ("pump_v", "vibration of the pump"),
    ("tool_wear", "tool wear"),
    ("maint", "days without maintenance"),
    ("power", "power draw"),
    ("speed", "screw speed"),
    ("oper_exp", "operator skill"),
    ("shift_len", "length of the shift"),
    ("batch_q", "quality of the granulate"),
    ("recycl", "recycled share"),
    ("dust", "dust in the air"),
    ("filter_p", "filter resistance"),
    ("clamp", "clamping force"),
    ("lube", "oil level"),
)


@dataclass(frozen=True)
class Incident:
    family: str
    table: pd.DataFrame
    parents: Mapping[str, tuple[str, ...]]
    outcome: str
    cause: str  # the outcome itself: nothing measured explains it
    asked: np.ndarray  # (n,) bool
    description: str
    how: str


def incidents(count: int, seed: int) -> Iterator[Incident]:
    families = ("services", "sales", "factory")
    for number in range(count):
        yield incident(families[number % 3], np.random.default_rng(1000 * seed + number))


def incident(family: str, random: np.random.Generator) -> Incident:
    """One incident whose outcome moves by at least one and a half of its standard deviations."""
    while True:
        made = _incident(family, random)
        values = made.table[made.outcome].to_numpy()
        usual = values[~made.asked]
        if abs(values[made.asked].mean() - usual.mean()) >= 1.5 * usual.std():
            return made


def _incident(family: str, random: np.random.Generator) -> Incident:
    count = int(random.integers(8, 31 if family == "services" else 25))
    rows, hit = int(random.integers(500, 2000)), int(random.integers(40, 100))
    if family == "services":
        names = [f"{service}_latency" for service in _SERVICES[:count]]
        labels = {name: f"latency of the {name.removesuffix('_latency')} service, ms" for name in names}
    else:
        listed = (_SALES if family == "sales" else _FACTORY)[:count]
        names, labels = [name for name, _ in listed], dict(listed)
    # Names stand from the outcome down: a column's causes stand later.
    parents: dict[str, tuple[str, ...]] = {}
    for place, name in enumerate(names[:-1]):
        reach = names[place + 1 : place + 7]
        wanted = int(random.integers(0 if place > 2 else 1, min(4, len(reach) + 1)))
        if wanted:
            parents[name] = tuple(random.choice(reach, wanted, replace=False))
    outcome = names[int(random.integers(0, 3))]
    above = _above(outcome, parents)
    cause = outcome if random.random() < 0.1 else str(random.choice(sorted(above)))
    how = str(random.choice(["shift", "shift", "slopes" if cause in parents else "shift"]))
    asked = np.arange(rows) >= rows - hit
    table: dict[str, np.ndarray] = {}
    daily = np.sin(np.arange(rows) * 2 * np.pi / 240)
    for name in reversed(names):
        noise = _autoregression(rows, float(random.choice([0.0, 0.3, 0.6])), random)
        if name not in parents:
            value = noise + daily * float(random.uniform(0, 0.8))
        else:
            value = 0.6 * noise
            for other in parents[name]:
                z = (table[other] - table[other][~asked].mean()) / table[other][~asked].std()
                slope = float(random.uniform(0.5, 1.2)) * (
                    1 if family == "services" else random.choice([-1, 1])
                )
                if name == cause and how == "slopes":
                    z = np.where(asked, 3 * z + 2, z)
                bent = random.random() < 0.4
                value = value + slope * (z + (0.15 * np.clip(z, -2, 6) ** 2 if bent else 0.0))
        if name == cause and how == "shift":
            value = value + asked * float(random.uniform(3, 7)) * (
                1 if family == "services" else random.choice([-1, 1])
            )
        table[name] = 50 + 10 * value
    frame = pd.DataFrame({name: np.round(table[name], 3) for name in names})
    about = _described(family, parents, labels, random)
    return Incident(family, frame, parents, outcome, cause, asked, about, how)


def _above(name: str, parents: Mapping[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    waiting = list(parents.get(name, ()))
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += parents.get(each, ())
    return found


def _autoregression(rows: int, rho: float, random: np.random.Generator) -> np.ndarray:
    steps = random.normal(size=rows) * np.sqrt(1 - rho**2)
    values = np.empty(rows)
    values[0] = random.normal()
    for row in range(1, rows):
        values[row] = rho * values[row - 1] + steps[row]
    return values


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _described(
    family: str,
    parents: Mapping[str, tuple[str, ...]],
    labels: Mapping[str, str],
    random: np.random.Generator,
) -> str:
    """Sentences as people write them, some in a column's own line."""
    sentences, lines = [], {name: f"{name}: {label}" for name, label in labels.items()}
    for name, causes in parents.items():
        if family == "services":
            own = name.removesuffix("_latency")
            called = _listed([cause.removesuffix("_latency") for cause in causes])
            form = int(random.integers(4))
            if form == 0:
                lines[name] += f"; it calls {called}"
            else:
                verb = ("calls", "depends on", "waits for")[form - 1]
                sentences.append(f"The {own} service {verb} {called}.")
            continue
        said = _listed(
            ["the " + labels[cause].removeprefix("share of ").removeprefix("number of ") for cause in causes]
        )
        own = labels[name].removeprefix("share of ").removeprefix("number of ")
        form = int(random.integers(6))
        if form == 0:
            lines[name] += f"; depends on {said}"
        elif form == 1:
            lines[name] += f"; it changes with {said}"
        elif form == 2:
            sentences.append(f"The {own} depends on {said}.")
        elif form == 3:
            sentences.append(f"{said[0].upper()}{said[1:]} affect the {own}.")
        elif form == 4:
            sentences.append(f"The {own} is driven by {said}.")
        else:
            sentences += [
                f"{('the ' + labels[cause])[0:1].upper()}{('the ' + labels[cause])[1:]} influences the {own}."
                for cause in causes
            ]
    order = random.permutation(len(sentences))
    return " ".join(sentences[i] for i in order) + "\n\n" + "\n".join(lines.values()) + "\n"


# ---------------- Asking


def asked_of(made: Incident, parents: Mapping[str, tuple[str, ...]]) -> Attribution:
    values = {name: made.table[[name]].to_numpy(dtype=float) for name in made.table}
    about = {
        "values": values,
        "outcome": made.outcome,
        "usual": ~made.asked,
        "asked": made.asked,
        "scale": Scale(),
        "ordered": True,
    }
    if not parents.get(made.outcome):
        return plain_change(**about)
    return attribute_change(parents=parents, draws=100, **about)


def verdict_of(found: Attribution, made: Incident) -> tuple[bool, bool]:
    """Is the first cause right, and is the right one among the first three?"""
    if made.cause == made.outcome:
        right = found.verdict in (Verdict.UNEXPLAINED,)
        return right, right or found.verdict is Verdict.PARTLY
    named = [cause.name for cause in found.causes]
    first = bool(named) and named[0] == made.cause and found.verdict in (Verdict.EXPLAINED, Verdict.PARTLY)
    return first, made.cause in named[:3]


def by_dowhy(made: Incident) -> tuple[str, float]:
    """The column with the largest part by `dowhy.gcm.distribution_change`, and the seconds that it took."""
    import networkx as nx
    from dowhy import gcm

    above = sorted(_above(made.outcome, made.parents) | {made.outcome})
    graph = nx.DiGraph([(c, e) for e in above for c in made.parents.get(e, ())])
    model = gcm.ProbabilisticCausalModel(graph)
    old, new = made.table[~made.asked][above], made.table[made.asked][above]
    start = time.perf_counter()
    gcm.util.general.set_random_seed(7)
    gcm.auto.assign_causal_mechanisms(model, old)
    parts = gcm.distribution_change(
        model, old, new, made.outcome, difference_estimation_func=lambda a, b: float(np.mean(b) - np.mean(a))
    )
    return max(parts, key=lambda name: abs(parts[name])), time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dowhy", action="store_true")
    parser.add_argument("--show", action="store_true")
    chosen = parser.parse_args()
    counts: Counter[str] = Counter()
    seconds = []
    for number, made in enumerate(incidents(chosen.incidents, chosen.seed)):
        start = time.perf_counter()
        given = asked_of(made, made.parents)
        seconds.append(time.perf_counter() - start)
        first, three = verdict_of(given, made)
        profile = Assistant(made.table, description=made.description).profile
        read = described_structure(profile, usable_columns(profile))
        told, told_three = verdict_of(asked_of(made, read.parents()), made)
        true = {(c, e) for e, causes in made.parents.items() for c in causes}
        seen = {(edge.cause, edge.effect) for edge in read.graph.edges}
        counts.update(first=first, three=three, told=told, told_three=told_three, arrows=len(true))
        counts.update(
            hit=len(true & seen), drawn=len(seen), n=1, **{made.family: first, f"{made.family} told": told}
        )
        if chosen.show and not (first and told):
            named = [c.name for c in given.causes[:2]], given.verdict
            print(
                number,
                made.family,
                made.how,
                "cause",
                made.cause,
                "of",
                made.outcome,
                named,
                "given",
                first,
                "told",
                told,
            )
            print("   missing", sorted(true - seen)[:4], "false", sorted(seen - true)[:4])
        if chosen.dowhy and number < 2:
            name, took = by_dowhy(made)
            ours = given.causes[0].name if given.causes else "none"
            print(f"true {made.cause}; dowhy.gcm {name}, {took:.1f} s; ours {ours}, {seconds[-1]:.2f} s")
    n = counts["n"]
    for name, first_of, three_of in (("given", "first", "three"), ("read", "told", "told_three")):
        print(f"graph {name}: first cause right {counts[first_of]}/{n}, first three {counts[three_of]}/{n}")
    print(f"arrows read {counts['hit']}/{counts['arrows']}, of {counts['drawn']} drawn")
    print(f"seconds {np.median(seconds):.2f} (median)")
    print({k: counts[k] for k in counts if k.split()[0] in ("services", "sales", "factory")})


if __name__ == "__main__":
    main()
