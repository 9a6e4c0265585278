"""Items of formal reasoning with their own oracle, and how many are read and answered exactly.

    python -m bench.formal [--items 400] [--seed 1] [--languages en,de,zh] [--show]

Families: `story` (probabilities and a story, in the manner of CLadder), `relations` (correlations and
independences, in the manner of Corr2Cause), `graph` (arrows in signs or words). The oracle shares no code
with the product: a structural model is run for every setting of its noise, all DAGs over the variables are
enumerated, sets are tried one by one on d-separation.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise, product

import networkx as nx

__all__ = ["Item", "Score", "items", "score"]


@dataclass(frozen=True)
class Item:
    family: str
    language: str
    form: str  # of the wording, or the type of query
    text: str
    verdict: str | None  # "yes", "no"
    value: float | None = None
    names: tuple[frozenset[str], ...] = ()  # sets of variables of which any is right


# ---------------- structural models, run for every setting of their noise


@dataclass(frozen=True)
class Model:
    """Yes/no variables; each is so where its uniform noise is below a probability of its parents."""

    order: tuple[str, ...]
    parents: Mapping[str, tuple[str, ...]]
    chance: Mapping[str, Mapping[tuple[int, ...], float]]

    def settings(self) -> Iterator[tuple[dict[str, float], float]]:
        """Noise of each variable, one point for each cell in which nothing changes, and the cell's weight."""
        cells = []
        for name in self.order:
            cuts = [0.0, *sorted(set(self.chance[name].values())), 1.0]
            cells.append([((a + b) / 2, b - a) for a, b in pairwise(cuts) if b > a])
        for chosen in product(*cells):
            weight = 1.0
            for _, width in chosen:
                weight *= width
            yield dict(zip(self.order, (middle for middle, _ in chosen), strict=True)), weight

    def run(self, noise: Mapping[str, float], act: Mapping[str, int]) -> dict[str, int]:
        at: dict[str, int] = {}
        for name in self.order:
            own = self.chance[name][tuple(at[p] for p in self.parents[name])]
            at[name] = act.get(name, int(noise[name] < own))
        return at

    def mean(
        self, of: Callable[[Mapping[str, float]], float], given: Mapping[str, int] | None = None
    ) -> float:
        total = weight = 0.0
        for noise, w in self.settings():
            seen = self.run(noise, {})
            if all(seen[name] == value for name, value in (given or {}).items()):
                total += w * of(noise)
                weight += w
        return total / weight

    def p(self, of: Mapping[str, int], given: Mapping[str, int] | None = None) -> float:
        def so(noise: Mapping[str, float]) -> float:
            seen = self.run(noise, {})
            return float(all(seen[name] == value for name, value in of.items()))

        return self.mean(so, given)

    def under(self, outcome: str, act: Mapping[str, int], given: Mapping[str, int] | None = None) -> float:
        return self.mean(lambda noise: self.run(noise, act)[outcome], given)

    def nested(self, outcome: str, treatment: str, mediators: Sequence[str], a: int, b: int) -> float:
        """Mean outcome under treatment `a` with the mediators as they would be under `b`."""

        def one(noise: Mapping[str, float]) -> float:
            moved = self.run(noise, {treatment: b})
            return self.run(noise, {treatment: a, **{m: moved[m] for m in mediators}})[outcome]

        return self.mean(one)


SHAPES: dict[str, tuple[tuple[str, str], ...]] = {
    "confounding": (("Z", "X"), ("Z", "Y"), ("X", "Y")),
    "mediation": (("X", "M"), ("X", "Y"), ("M", "Y")),
    "chain": (("X", "M"), ("M", "Y")),
    "fork": (("X", "Y"), ("Z", "Y")),
    "collision": (("X", "Z"), ("Y", "Z")),
    "arrowhead": (("X", "M"), ("X", "Y"), ("Z", "M"), ("Z", "Y"), ("M", "Y")),
    "diamond": (("X", "M"), ("X", "Z"), ("M", "Y"), ("Z", "Y")),
    "frontdoor": (("U", "X"), ("U", "Y"), ("X", "M"), ("M", "Y")),
}
QUERIES = {
    "confounding": ("effect", "treated", "overall", "seen", "method"),
    "mediation": ("effect", "treated", "direct", "indirect", "overall", "seen", "method"),
    "chain": ("effect", "treated", "overall", "seen", "indirect"),
    "fork": ("effect", "treated", "overall"),
    "collision": ("away", "selected", "method"),
    "arrowhead": ("effect", "direct", "indirect", "overall"),
    "diamond": ("effect", "indirect"),
    "frontdoor": ("effect", "treated"),
}


def random_model(shape: str, rng: random.Random) -> Model:
    edges = SHAPES[shape]
    graph = nx.DiGraph(edges)
    order = tuple(nx.lexicographical_topological_sort(graph))
    parents = {name: tuple(sorted(graph.predecessors(name))) for name in order}
    chance = {
        name: {pa: rng.randint(4, 96) / 100 for pa in product((0, 1), repeat=len(parents[name]))}
        for name in order
    }
    return Model(order, parents, chance)


# ---------------- stories: names, and what each value is called

Story = Mapping[str, tuple[str, str, str, str, str]]  # name, who has it, who has not, it, not it
STORIES: dict[str, list[list[tuple[str, str, str, str, str]]]] = {
    "en": [
        [
            ("smoking", "smokers", "nonsmokers", "smoking", "not smoking"),
            (
                "tar deposit",
                "people with tar deposit",
                "people without tar deposit",
                "tar deposit",
                "no tar deposit",
            ),
            (
                "lung cancer",
                "people with lung cancer",
                "people without lung cancer",
                "lung cancer",
                "no lung cancer",
            ),
            ("gene", "people who carry the gene", "people who do not carry the gene", "the gene", "no gene"),
        ],
        [
            (
                "irrigation",
                "fields that are irrigated",
                "fields that are not irrigated",
                "irrigation",
                "no irrigation",
            ),
            (
                "soil moisture",
                "fields with moist soil",
                "fields without moist soil",
                "moist soil",
                "no moist soil",
            ),
            (
                "good harvest",
                "fields with a good harvest",
                "fields without a good harvest",
                "good harvest",
                "no good harvest",
            ),
            (
                "river access",
                "fields with river access",
                "fields without river access",
                "river access",
                "no river access",
            ),
        ],
        [
            (
                "training",
                "employees who are trained",
                "employees who are not trained",
                "training",
                "no training",
            ),
            ("motivation", "motivated employees", "unmotivated employees", "motivation", "no motivation"),
            (
                "promotion",
                "promoted employees",
                "employees who are not promoted",
                "promotion",
                "no promotion",
            ),
            ("seniority", "senior employees", "employees who are not senior", "seniority", "no seniority"),
        ],
        [
            ("zuph", "those who are zuph", "those who are not zuph", "zuph", "not zuph"),
            ("rixq", "those who are rixq", "those who are not rixq", "rixq", "not rixq"),
            ("xevu", "those who are xevu", "those who are not xevu", "xevu", "not xevu"),
            ("vubr", "those who are vubr", "those who are not vubr", "vubr", "not vubr"),
        ],
    ],
    "de": [
        [
            ("Rauchen", "Raucher", "Nichtraucher", "Rauchen", "kein Rauchen"),
            ("Teer", "Menschen mit Teer", "Menschen ohne Teer", "Teer", "kein Teer"),
            ("Krebs", "Menschen mit Krebs", "Menschen ohne Krebs", "Krebs", "kein Krebs"),
            ("Gendefekt", "Menschen mit Gendefekt", "Menschen ohne Gendefekt", "Gendefekt", "kein Gendefekt"),
        ],
        [
            ("Dünger", "Felder mit Dünger", "Felder ohne Dünger", "Dünger", "kein Dünger"),
            ("Feuchte", "Felder mit Feuchte", "Felder ohne Feuchte", "Feuchte", "keine Feuchte"),
            ("Ertrag", "Felder mit Ertrag", "Felder ohne Ertrag", "Ertrag", "kein Ertrag"),
            ("Hanglage", "Felder mit Hanglage", "Felder ohne Hanglage", "Hanglage", "keine Hanglage"),
        ],
    ],
    "zh": [
        [
            ("吸烟", "吸烟的人", "不吸烟的人", "吸烟", "不吸烟"),
            ("焦油沉积", "有焦油沉积的人", "没有焦油沉积的人", "焦油沉积", "没有焦油沉积"),
            ("肺癌", "有肺癌的人", "没有肺癌的人", "肺癌", "没有肺癌"),
            ("基因突变", "有基因突变的人", "没有基因突变的人", "基因突变", "没有基因突变"),
        ],
        [
            ("培训", "参加培训的员工", "没有参加培训的员工", "培训", "没有培训"),
            ("积极性", "有积极性的员工", "没有积极性的员工", "积极性", "没有积极性"),
            ("晋升", "晋升的员工", "没有晋升的员工", "晋升", "没有晋升"),
            ("资历", "有资历的员工", "没有资历的员工", "资历", "没有资历"),
        ],
    ],
}
_ROLES = ("X", "M", "Y", "Z")


def story_for(language: str, rng: random.Random) -> Story:
    told = dict(zip(_ROLES, rng.choice(STORIES[language]), strict=True))
    hidden = {"en": "unobserved confounders", "de": "unbeobachtete Störfaktoren", "zh": "未观测的混杂因素"}
    return {**told, "U": (hidden[language],) * 5}


# ---------------- what is given for a query


def needed(model: Model, shape: str, query: str) -> list[tuple[dict[str, int], dict[str, int]]]:
    """(of, given) of the probabilities that an item states: each mechanism, or what is seen."""
    if shape == "frontdoor":
        found = [({"M": 1}, {"X": x}) for x in (0, 1)]
        found += [({"Y": 1}, {"X": x, "M": m}) for x in (0, 1) for m in (0, 1)]
        return [*found, ({"X": 1}, {})]
    found = []
    for name in model.order:
        for values in product((0, 1), repeat=len(model.parents[name])):
            found.append(({name: 1}, dict(zip(model.parents[name], values, strict=True))))
    return found


def answer(model: Model, shape: str, query: str, rise: bool) -> tuple[float | None, bool]:
    """The number that is asked for, and whether the yes/no question in the direction `rise` is a yes."""
    if query == "effect":
        value = model.under("Y", {"X": 1}) - model.under("Y", {"X": 0})
    elif query == "treated":
        value = model.under("Y", {"X": 1}, {"X": 1}) - model.under("Y", {"X": 0}, {"X": 1})
        # "more likely had they not": the rise from as it is
        return value, (-value > 0) == rise
    elif query in ("direct", "indirect"):
        through = ("M", "Z") if shape == "diamond" else ("M",)
        base = model.nested("Y", "X", through, 0, 0)
        moved = (
            model.nested("Y", "X", through, 1, 0)
            if query == "direct"
            else model.nested("Y", "X", through, 0, 1)
        )
        value = moved - base
    elif query == "overall":
        value = model.p({"Y": 1})
        return value, (value > 0.5) == rise
    elif query == "seen":
        value = model.p({"Y": 1}, {"X": 1}) - model.p({"Y": 1}, {"X": 0})
    elif query == "away":
        value = model.p({"Y": 1}, {"X": 1, "Z": 1}) - model.p({"Y": 1}, {"X": 0, "Z": 1})
    elif query == "selected":
        return None, False
    else:  # method: is the one that compares within Z or M right? By d-separation, tried here
        name = "Z" if "Z" in model.order else "M"
        cut = nx.DiGraph([e for e in SHAPES[shape] if e[0] != "X"])
        cut.add_nodes_from(model.order)
        descendants = nx.descendants(nx.DiGraph(SHAPES[shape]), "X")
        within = name not in descendants and nx.is_d_separator(cut, {"X"}, {"Y"}, {name})
        whole = nx.is_d_separator(cut, {"X"}, {"Y"}, set())
        return None, (within and not whole) == rise
    return value, (value > 0) == rise


# ---------------- wordings of stories


def _percent(value: float, rng: random.Random, language: str) -> str:
    return (
        f"{round(100 * value, 4):g}%"
        if language != "de"
        else f"{round(100 * value, 4):g}".replace(".", ",") + " %"
    )


def in_words(
    model: Model, shape: str, query: str, story: Story, language: str, rise: bool, rng: random.Random
) -> str:
    """The whole question as a story."""
    edges = SHAPES[shape]
    name = {role: told[0] for role, told in story.items()}
    causes: dict[str, list[str]] = defaultdict(list)
    for cause, effect in edges:
        causes[cause].append(effect)
    lines = []
    join = {"en": " and ", "de": " und ", "zh": "和"}[language]
    frames = {
        "en": [
            "{c} has a direct effect on {e}.",
            "{c} causes {e}.",
            "{c} influences {e}.",
            "{c} directly affects {e}.",
        ],
        "de": [
            "{c} hat eine direkte Wirkung auf {e}.",
            "{c} verursacht {e}.",
            "{c} beeinflusst {e}.",
            "{c} wirkt auf {e}.",
        ],
        "zh": ["{c}对{e}有直接影响。", "{c}导致{e}。", "{c}影响{e}。", "{c}直接影响{e}。"],
    }[language]
    frame = rng.choice(frames)
    for cause, effects in causes.items():
        text = frame.format(c=name[cause], e=join.join(name[e] for e in effects))
        lines.append(text[0].upper() + text[1:])
    for of, given in needed(model, shape, query):
        (target,) = of
        value = _percent(model.p(of, given), rng, language)
        it = story[target][3]
        who = join.join(story[n][1 if v else 2] for n, v in given.items())
        if language == "en":
            style = rng.choice((0, 0, 1))
            who = " and ".join(story[n][1 if v else 2] for n, v in given.items())
            if not given:
                lines.append(f"The overall probability of {it} is {value}.")
            elif style:
                lines.append(f"Among {who}, the chance of {it} is {value}.")
            else:
                lines.append(f"For {who}, the probability of {it} is {value}.")
        elif language == "de":
            if not given:
                lines.append(f"Die Wahrscheinlichkeit von {it} insgesamt beträgt {value}.")
            else:
                lines.append(f"Für {who} beträgt die Wahrscheinlichkeit von {it} {value}.")
        elif not given:
            lines.append(f"{it}的总体概率是{value}。")
        else:
            who = "且".join(story[n][1 if v else 2] for n, v in given.items())
            lines.append(f"对于{who}，{it}的概率是{value}。")
    start = {
        "en": [
            "Imagine a self-contained, hypothetical world with only the following conditions, "
            "and without any "
            "unmentioned factors or causal relationships:",
            "Consider a closed world in which only this holds:",
            "Suppose the following is all there is:",
        ],
        "de": [
            "Stellen Sie sich eine abgeschlossene, hypothetische Welt vor, in der nur Folgendes gilt:",
            "Angenommen, nur Folgendes gilt:",
        ],
        "zh": ["假设一个封闭的假想世界，只有以下条件，没有其他因素：", "假设只有以下条件："],
    }[language]
    space = "" if language == "zh" else " "
    hidden = (
        {"en": " Unobserved confounders are unobserved.", "de": "", "zh": ""}[language]
        if "U" in name and shape == "frontdoor"
        else ""
    )
    return (
        rng.choice(start)
        + space
        + space.join(lines)
        + hidden
        + space
        + asked(shape, query, story, language, rise)
    )


def asked(shape: str, query: str, story: Story, language: str, rise: bool) -> str:
    """The question of a story."""
    x, y = story["X"], story["Y"]
    m = (
        story["M"][0]
        if shape != "diamond"
        else {"en": " and ", "de": " und ", "zh": "和"}[language].join((story["M"][0], story["Z"][0]))
    )
    z = story["Z"]
    up = {"en": ("increase", "decrease"), "de": ("erhöht", "senkt"), "zh": ("提高", "降低")}[language][
        not rise
    ]
    if language == "en":
        more, larger, sign = ("more", "larger", "positively") if rise else ("less", "smaller", "negatively")
        one = (
            f"We look at how {x[0]} correlates with {y[0]} case by case according to "
            f"{(z if 'Z' in _nodes(shape) else story['M'])[0]}."
        )
        whole = f"We look directly at how {x[0]} correlates with {y[0]} in general."
        first, second = (one, whole) if rise else (whole, one)
        return {
            "effect": f"Will {x[3]} {up} the chance of {y[3]}?",
            "treated": f"For {x[1]}, would it be {more} likely to see {y[3]} if they were {x[2]}?",
            "direct": f"If we disregard the mediation effect through {m}, would {x[0]} {sign} affect {y[0]}?",
            "indirect": f"Does {x[0]} {sign} affect {y[0]} through {m}?",
            "overall": f"Is {y[3]} {more} likely than {y[4]} overall?",
            "seen": f"Is the chance of {y[3]} {larger} when observing {x[3]}?",
            "away": f"If we look at {z[1]}, does the chance of {y[3]} {up} when {x[3]}?",
            "selected": f"If we look at {z[1]}, does it mean that {x[0]} affects {y[0]}?",
            "method": (
                f"Method 1: {first} Method 2: {second} To understand how {x[0]} affects {y[0]}, is "
                f"it more correct to use the Method 1 than Method 2?"
            ),
        }[query]
    if language == "de":
        more, sign = ("wahrscheinlicher", "positiv") if rise else ("weniger wahrscheinlich", "negativ")
        within = (z if "Z" in _nodes(shape) else story["M"])[0]
        one = f"Wir betrachten den Zusammenhang von {x[0]} und {y[0]} getrennt nach {within}."
        whole = f"Wir betrachten den Zusammenhang von {x[0]} und {y[0]} insgesamt."
        first, second = (one, whole) if rise else (whole, one)
        return {
            "effect": f"{up.capitalize()} {x[3]} die Wahrscheinlichkeit von {y[3]}?",
            "treated": f"Wäre {y[3]} für {x[1]} {more}, wenn sie {x[2]} wären?",
            "direct": f"Wenn wir die Wirkung über {m} außer Acht lassen, wirkt {x[0]} {sign} auf {y[0]}?",
            "indirect": f"Wirkt {x[0]} über {m} {sign} auf {y[0]}?",
            "overall": f"Ist {y[3]} insgesamt {more} als {y[4]}?",
            "seen": (
                f"Ist die Wahrscheinlichkeit von {y[3]} {'größer' if rise else 'kleiner'}, wenn "
                f"{x[3]} beobachtet wird?"
            ),
            "away": (
                f"Betrachten wir nur {z[1]}: {'steigt' if rise else 'sinkt'} die Wahrscheinlichkeit "
                f"von {y[3]}, wenn {x[3]} vorliegt?"
            ),
            "selected": f"Betrachten wir nur {z[1]}: heißt das, dass {x[0]} auf {y[0]} wirkt?",
            "method": (
                f"Methode 1: {first} Methode 2: {second} Um zu verstehen, wie {x[0]} auf {y[0]} "
                f"wirkt, ist Methode 1 richtiger als Methode 2?"
            ),
        }[query]
    more, sign = ("更可能", "正向") if rise else ("更不可能", "负向")
    within = (z if "Z" in _nodes(shape) else story["M"])[0]
    one, whole = f"按{within}分组考察{x[0]}与{y[0]}的相关。", f"整体考察{x[0]}与{y[0]}的相关。"
    first, second = (one, whole) if rise else (whole, one)
    return {
        "effect": f"{x[3]}会{up}{y[3]}的概率吗？",
        "treated": f"对于{x[1]}，如果他们当初{x[4]}，{y[3]}会{more}吗？",
        "direct": f"如果不考虑通过{m}的中介作用，{x[0]}会{sign}影响{y[0]}吗？",
        "indirect": f"{x[0]}会通过{m}{sign}影响{y[0]}吗？",
        "overall": f"总体上{y[3]}比{y[4]}{more}吗？",
        "seen": f"观察到{x[3]}时，{y[3]}的概率是否{'更大' if rise else '更小'}？",
        "away": f"如果只看{z[1]}，当{x[3]}时{y[3]}的概率会{'升高' if rise else '降低'}吗？",
        "selected": f"如果只看{z[1]}，这是否说明{x[0]}影响{y[0]}？",
        "method": f"方法1：{first}方法2：{second}要弄清{x[0]}如何影响{y[0]}，用方法1比方法2更正确吗？",
    }[query]


def _nodes(shape: str) -> set[str]:
    return {node for edge in SHAPES[shape] for node in edge}


def in_signs(model: Model, shape: str, query: str, language: str, rng: random.Random) -> str | None:
    """Arrows and P(...); the question in signs or plain words. None for queries without such a form."""
    parts = [f"{a} {rng.choice(('->', '→'))} {b}" for a, b in SHAPES[shape]]
    if query not in ("effect", "seen", "overall"):
        return None
    terms = []
    for of, given in needed(model, shape, query):
        (target,) = of
        inside = ", ".join(f"{n}={v}" for n, v in given.items())
        terms.append(f"P({target}=1{'|' + inside if inside else ''})={round(model.p(of, given), 6):g}")
    question = {
        "effect": {
            "en": "What is P(Y=1|do(X=1)) - P(Y=1|do(X=0))?",
            "de": "Was ist P(Y=1|do(X=1)) - P(Y=1|do(X=0))?",
            "zh": "P(Y=1|do(X=1)) - P(Y=1|do(X=0))是多少？",
        },
        "seen": {
            "en": "What is P(Y=1|X=1) - P(Y=1|X=0)?",
            "de": "Was ist P(Y=1|X=1) - P(Y=1|X=0)?",
            "zh": "P(Y=1|X=1) - P(Y=1|X=0)是多少？",
        },
        "overall": {"en": "What is P(Y=1)?", "de": "Was ist P(Y=1)?", "zh": "P(Y=1)是多少？"},
    }[query][language]
    lead = {"en": "Given the graph ", "de": "Gegeben der Graph ", "zh": "给定因果图 "}[language]
    hidden = (
        {"en": " U is unobserved.", "de": " U ist unbeobachtet.", "zh": "U未观测。"}[language]
        if shape == "frontdoor"
        else ""
    )
    stop = "。" if language == "zh" else ". "
    return f"{lead}{', '.join(parts)}{stop}{hidden.strip()} {', '.join(terms)}{stop}{question}"


def story_items(count: int, language: str, rng: random.Random) -> Iterator[Item]:
    made = 0
    while made < count:
        shape = rng.choice(list(SHAPES))
        query = rng.choice(QUERIES[shape])
        model, rise = random_model(shape, rng), rng.random() < 0.5
        value, yes = answer(model, shape, query, rise)
        if value is not None and abs(value - (0.5 if query == "overall" else 0)) < 1e-6 and query != "effect":
            continue
        signs = in_signs(model, shape, query, language, rng) if rng.random() < 0.3 else None
        if signs is not None:
            yield Item("story", language, f"{query} in signs", signs, None, value)
        else:
            text = in_words(model, shape, query, story_for(language, rng), language, rise, rng)
            yield Item("story", language, f"{query} of {shape}", text, "yes" if yes else "no", value)
        made += 1


# ---------------- relations


@cache
def all_dags(size: int) -> tuple[nx.DiGraph, ...]:
    names, found = "ABCDE"[:size], {}
    pairs = list(combinations(names, 2))
    for signs in product((0, 1, 2), repeat=len(pairs)):
        edges = [(a, b) if s == 1 else (b, a) for (a, b), s in zip(pairs, signs, strict=True) if s]
        graph: nx.DiGraph = nx.DiGraph()
        graph.add_nodes_from(names)
        graph.add_edges_from(edges)
        if nx.is_directed_acyclic_graph(graph):
            found[tuple(sorted(edges))] = graph
    return tuple(found.values())


def separations(graph: nx.DiGraph) -> frozenset[tuple[str, str, tuple[str, ...]]]:
    names = sorted(graph.nodes)
    return frozenset(
        (a, b, given)
        for a, b in combinations(names, 2)
        for size in range(len(names) - 1)
        for given in combinations([n for n in names if n not in (a, b)], size)
        if nx.is_d_separator(graph, {a}, {b}, set(given))
    )


@cache
def classes(size: int) -> Mapping[frozenset[tuple[str, str, tuple[str, ...]]], list[nx.DiGraph]]:
    found: dict[frozenset[tuple[str, str, tuple[str, ...]]], list[nx.DiGraph]] = defaultdict(list)
    for graph in all_dags(size):
        found[separations(graph)].append(graph)
    return found


_HOLDS: dict[str, Callable[[nx.DiGraph, str, str], bool]] = {
    "direct": lambda g, a, b: g.has_edge(a, b),
    "cause": lambda g, a, b: b in nx.descendants(g, a),
    "indirect": lambda g, a, b: b in nx.descendants(g, a) and not g.has_edge(a, b),
    "confounder": lambda g, a, b: any(g.has_edge(c, a) and g.has_edge(c, b) for c in g),
    "collider": lambda g, a, b: any(g.has_edge(a, c) and g.has_edge(b, c) for c in g),
}
_CLAIMS = {
    "en": {
        "direct": [
            "{a} directly causes {b}.",
            "Does {a} directly cause {b}?",
            "{a} directly affects {b}.",
            "Does it follow that {a} is a direct cause of {b}?",
        ],
        "cause": [
            "Does it follow that {a} causes {b}?",
            "Can we conclude that {a} causes {b}?",
            "Does {a} cause {b}?",
        ],
        "indirect": [
            "{a} causes something else which causes {b}.",
            "{a} is a cause for {b}, but not a direct one.",
            "{a} influences {b} through some mediator(s).",
        ],
        "confounder": [
            "There exists at least one confounder (i.e., common cause) of {a} and {b}.",
            "Some variable(s) cause(s) both {a} and {b}.",
        ],
        "collider": [
            "There exists at least one collider (i.e., common effect) of {a} and {b}.",
            "{a} and {b} share some common effect(s).",
        ],
    },
    "de": {
        "direct": ["Verursacht {a} direkt {b}?", "Folgt daraus, dass {a} direkt auf {b} wirkt?"],
        "cause": ["Folgt daraus, dass {a} {b} verursacht?", "Verursacht {a} {b}?"],
        "indirect": ["Wirkt {a} nur indirekt auf {b}?", "Verursacht {a} {b} nur über andere Variablen?"],
        "confounder": [
            "Haben {a} und {b} eine gemeinsame Ursache?",
            "Gibt es einen Störfaktor (eine gemeinsame Ursache) von {a} und {b}?",
        ],
        "collider": [
            "Haben {a} und {b} eine gemeinsame Wirkung?",
            "Gibt es einen Collider (eine gemeinsame Wirkung) von {a} und {b}?",
        ],
    },
    "zh": {
        "direct": ["{a}是否直接导致{b}？", "能否得出{a}直接影响{b}？"],
        "cause": ["能否得出{a}导致{b}？", "{a}是否导致{b}？"],
        "indirect": ["{a}是否只通过其他变量影响{b}？", "{a}是否间接导致{b}？"],
        "confounder": ["{a}和{b}是否有共同原因？", "是否存在{a}和{b}的混杂因素（共同原因）？"],
        "collider": ["{a}和{b}是否有共同结果？", "是否存在{a}和{b}的对撞变量（共同结果）？"],
    },
}


def relation_items(count: int, language: str, rng: random.Random, largest: int = 5) -> Iterator[Item]:
    for _ in range(count):
        size = rng.choice([3, 3, 4, 4, 5][: 2 + (largest - 2)] if largest < 5 else [3, 4, 4, 5])
        graph = rng.choice(all_dags(size))
        seps = separations(graph)
        members = (
            classes(size)[seps] if size < 5 else [g for g in _same_skeleton(graph) if separations(g) == seps]
        )
        a, b = rng.sample(sorted(graph.nodes), 2)
        claim = rng.choice(list(_HOLDS))
        yes = all(_HOLDS[claim](g, a, b) for g in members)
        text = _relations(sorted(graph.nodes), seps, language, rng)
        hypothesis = rng.choice(_CLAIMS[language][claim]).format(a=a, b=b)
        if not hypothesis.endswith(("?", "？")):
            hypothesis = f"Hypothesis: {hypothesis}" + rng.choice(("", " Does it follow?"))
        yield Item(
            "relations",
            language,
            claim,
            f"{text}{'' if language == 'zh' else ' '}{hypothesis}",
            "yes" if yes else "no",
        )


def _same_skeleton(graph: nx.DiGraph) -> Iterator[nx.DiGraph]:
    links = list(graph.edges)
    for turned in product((False, True), repeat=len(links)):
        other: nx.DiGraph = nx.DiGraph()
        other.add_nodes_from(graph.nodes)
        other.add_edges_from((b, a) if back else (a, b) for (a, b), back in zip(links, turned, strict=True))
        if nx.is_directed_acyclic_graph(other):
            yield other


def _relations(
    names: Sequence[str], seps: frozenset[tuple[str, str, tuple[str, ...]]], language: str, rng: random.Random
) -> str:
    apart = {(a, b) for a, b, given in seps if not given}
    lines = []
    for a, b in combinations(names, 2):
        if (a, b) not in apart:
            lines.append(
                {
                    "en": rng.choice((f"{a} correlates with {b}.", f"{a} is correlated with {b}.")),
                    "de": f"{a} korreliert mit {b}.",
                    "zh": f"{a}与{b}相关。",
                }[language]
            )
    for a, b, given in sorted(seps, key=lambda s: (len(s[2]), s)):
        listed = {"en": " and ", "de": " und ", "zh": "和"}[language].join(given)
        if not given:
            lines.append(
                {
                    "en": rng.choice((f"{a} is independent of {b}.", f"However, {a} is independent of {b}.")),
                    "de": f"{a} ist unabhängig von {b}.",
                    "zh": f"{a}与{b}独立。",
                }[language]
            )
        else:
            lines.append(
                {
                    "en": rng.choice(
                        (
                            f"{a} and {b} are independent given {listed}.",
                            f"{a} is independent of {b} given {listed}.",
                        )
                    ),
                    "de": f"{a} und {b} sind unabhängig gegeben {listed}.",
                    "zh": f"给定{listed}时，{a}与{b}独立。",
                }[language]
            )
    comma = {"en": ", ", "de": ", ", "zh": "、"}[language]
    head = {
        "en": (
            f"Suppose there is a closed system of {len(names)} variables, {comma.join(names[:-1])} "
            f"and {names[-1]}. All the statistical relations among these {len(names)} variables are "
            f"as follows:"
        ),
        "de": (
            f"Es gibt ein abgeschlossenes System aus {len(names)} Variablen, "
            f"{comma.join(names[:-1])} und {names[-1]}. Alle statistischen Beziehungen sind:"
        ),
        "zh": (
            f"假设有一个由{len(names)}个变量{comma.join(names)}组成的封闭系统。它们之间的全部统计关系如下："
        ),
    }[language]
    if rng.random() < 0.4 and language == "en":
        head = "Premise: " + head
    space = "" if language == "zh" else " "
    return head + space + space.join(lines)


# ---------------- graphs


def graph_items(count: int, language: str, rng: random.Random) -> Iterator[Item]:
    made = 0
    while made < count:
        item = _graph_item(language, rng)
        if item is not None:
            made += 1
            yield item


def _graph_item(language: str, rng: random.Random) -> Item | None:
    nodes = rng.sample(["X", "Y", "Z", "W", "M", "T", "S"], rng.choice((3, 4, 5)))
    if "X" not in nodes or "Y" not in nodes:
        return None
    rng.shuffle(nodes)
    edges = [(a, b) for a, b in combinations(nodes, 2) if rng.random() < 0.5]
    hidden: list[str] = []
    if rng.random() < 0.5:
        pair = rng.sample(nodes, 2)
        edges += [("U", pair[0]), ("U", pair[1])]
        hidden = ["U"]
    graph = nx.DiGraph(edges)
    if len(edges) < 2 or "X" not in graph or "Y" not in graph:
        return None
    query = rng.choice(("identifiable", "adjust", "valid", "separated", "role"))
    observed = sorted(set(graph.nodes) - set(hidden))
    others = [n for n in observed if n not in ("X", "Y")]
    cut = graph.copy()
    cut.remove_edges_from(list(graph.out_edges("X")))
    late = nx.descendants(graph, "X")
    valid = [
        frozenset(z)
        for size in range(len(others) + 1)
        for z in combinations(others, size)
        if not set(z) & late and nx.is_d_separator(cut, {"X"}, {"Y"}, set(z))
    ]
    minimal = tuple(z for z in valid if not any(w < z for w in valid))
    shown = _drawn(edges, hidden, language, rng)
    if query in ("identifiable", "adjust", "valid") and ("Y" not in late):
        return None
    if query == "identifiable":
        bow = graph.has_edge("X", "Y") and hidden and set(graph.successors("U")) == {"X", "Y"}
        if not valid and not bow:
            return None
        ask = {
            "en": rng.choice(
                (
                    "Can the effect of X on Y be identified?",
                    "Is the causal effect of X on Y identifiable?",
                    "Can we identify the effect of X on Y?",
                )
            ),
            "de": rng.choice(
                (
                    "Ist die Wirkung von X auf Y identifizierbar?",
                    "Lässt sich die Wirkung von X auf Y identifizieren?",
                )
            ),
            "zh": rng.choice(("X对Y的因果效应能否识别？", "X对Y的效应可以识别吗？")),
        }[language]
        return Item("graph", language, query, f"{shown} {ask}", "yes" if valid else "no")
    if query == "adjust":
        ask = {
            "en": rng.choice(
                (
                    "Which variables must be adjusted for to estimate the effect of X on Y?",
                    "What should we control for when estimating the effect of X on Y?",
                )
            ),
            "de": rng.choice(
                (
                    "Für welche Variablen muss man adjustieren, um die Wirkung von X auf Y zu schätzen?",
                    "Wofür muss adjustiert werden, um die Wirkung von X auf Y zu bestimmen?",
                )
            ),
            "zh": rng.choice(
                ("估计X对Y的效应需要调整哪些变量？", "要估计X对Y的因果效应，应该控制哪些变量？")
            ),
        }[language]
        return Item("graph", language, query, f"{shown} {ask}", None if minimal else "no", names=minimal)
    if query == "valid":
        if not others:
            return None
        z = rng.sample(others, rng.randint(1, min(2, len(others))))
        listed = {"en": " and ", "de": " und ", "zh": "和"}[language].join(z)
        ask = {
            "en": f"Is adjusting for {listed} enough to get the effect of X on Y?",
            "de": f"Reicht es, für {listed} zu adjustieren, um die Wirkung von X auf Y zu schätzen?",
            "zh": f"调整{listed}足以估计X对Y的效应吗？",
        }[language]
        return Item("graph", language, query, f"{shown} {ask}", "yes" if frozenset(z) in valid else "no")
    if query == "separated":
        if len(observed) < 2:
            return None
        a, b = rng.sample(observed, 2)
        rest = [n for n in observed if n not in (a, b)]
        given = rng.sample(rest, rng.randint(0, min(2, len(rest))))
        listed = {"en": " and ", "de": " und ", "zh": "和"}[language].join(given)
        apart = nx.is_d_separator(graph, {a}, {b}, set(given))
        word = rng.random() < 0.7
        ask = {
            "en": (
                f"{'Are'} {a} and {b} "
                f"{'independent' if word else 'dependent'}{' given ' + listed if given else ''}?"
            ),
            "de": (
                f"Sind {a} und {b} "
                f"{'unabhängig' if word else 'abhängig'}{' gegeben ' + listed if given else ''}?"
            ),
            "zh": f"{'给定' + listed + '时，' if given else ''}{a}和{b}{'独立吗' if word else '相关吗'}？",
        }[language]
        return Item("graph", language, query, f"{shown} {ask}", "yes" if apart == word else "no")
    if not others or "Y" not in late:
        return None
    about = rng.choice(others)
    role = rng.choice(("mediator", "collider", "confounder"))
    rest_graph = graph.copy()
    rest_graph.remove_node("X")
    yes = {
        "mediator": about in late and "Y" in nx.descendants(graph, about),
        "collider": about in late and about in nx.descendants(graph, "Y"),
        "confounder": "X" in nx.descendants(graph, about) and "Y" in nx.descendants(rest_graph, about),
    }[role]
    word = {
        "en": {"mediator": "mediator", "collider": "collider", "confounder": "confounder"},
        "de": {"mediator": "Mediator", "collider": "Collider", "confounder": "Störfaktor"},
        "zh": {"mediator": "中介变量", "collider": "对撞变量", "confounder": "混杂变量"},
    }[language][role]
    ask = {
        "en": f"Is {about} a {word} of X and Y?",
        "de": f"Ist {about} ein {word} von X und Y?",
        "zh": f"{about}是X和Y的{word}吗？",
    }[language]
    return Item("graph", language, role, f"{shown} {ask}", "yes" if yes else "no")


def _drawn(edges: Sequence[tuple[str, str]], hidden: Sequence[str], language: str, rng: random.Random) -> str:
    style = rng.choice(("signs", "words", "signs"))
    edges = list(edges)
    rng.shuffle(edges)
    seen = [e for e in edges if e[0] not in hidden] or list(edges)
    unseen = [e[1] for e in edges if e[0] in hidden]
    if style == "signs":
        arrow = rng.choice(("->", "→", "-->"))
        text = {"en": "Consider the graph ", "de": "Gegeben der Graph ", "zh": "给定因果图"}[
            language
        ] + ", ".join(f"{a} {arrow} {b}" for a, b in seen if a not in hidden)
        if unseen:
            text += {
                "en": f" with an unobserved U that causes both {unseen[0]} and {unseen[1]}",
                "de": f" mit einem unbeobachteten U, das sowohl {unseen[0]} als auch {unseen[1]} beeinflusst",
                "zh": f"，另有未观测到的U同时影响{unseen[0]}和{unseen[1]}",
            }[language]
        return text + ("。" if language == "zh" else ".")
    verb = {
        "en": rng.choice(("causes", "affects", "influences")),
        "de": rng.choice(("verursacht", "beeinflusst")),
        "zh": rng.choice(("导致", "影响")),
    }[language]
    parts = [
        f"{a}{'' if language == 'zh' else ' '}{verb}{'' if language == 'zh' else ' '}{b}"
        for a, b in seen
        if a not in hidden
    ]
    if unseen:
        parts.append(
            {
                "en": f"an unobserved U affects both {unseen[0]} and {unseen[1]}",
                "de": f"ein unbeobachtetes U beeinflusst {unseen[0]} und {unseen[1]}",
                "zh": f"未观测到的U同时影响{unseen[0]}和{unseen[1]}",
            }[language]
        )
    lead = {"en": "Suppose ", "de": "Angenommen, ", "zh": "假设"}[language]
    comma = "，" if language == "zh" else ", "
    return lead + comma.join(parts) + ("。" if language == "zh" else ".")


# ---------------- scoring


@dataclass(frozen=True)
class Score:
    items: int
    read: int  # taken for premises of its own, and read whole
    exact: int  # of these, answered as the oracle does
    wrong: tuple[tuple[Item, str], ...]
    unread: tuple[Item, ...]


def items(family: str, count: int, language: str, seed: int) -> list[Item]:
    make = {"story": story_items, "relations": relation_items, "graph": graph_items}[family]
    return list(make(count, language, random.Random(f"{family} {language} {seed}")))


def score(asked_items: Sequence[Item]) -> Score:
    """How the product does on the items: through the gate, the reader and the conclusion."""
    from assistant.kinds.formal.answering import conclude
    from assistant.kinds.formal.reading import is_formal, read_premises
    from tools.formal.effects import Unidentified
    from tools.formal.inference import Lacking

    read = exact = 0
    wrong: list[tuple[Item, str]] = []
    unread: list[Item] = []
    for item in asked_items:
        premises = read_premises(item.text, item.language)
        if premises is None or not is_formal(item.text, item.language):
            unread.append(item)
            continue
        read += 1
        try:
            found = conclude(premises)
        except (Lacking, ValueError) as fault:
            wrong.append((item, f"{type(fault).__name__}: {getattr(fault, 'needed', fault)}"))
            continue
        if isinstance(found, Unidentified):
            wrong.append((item, "not identified"))
            continue
        right = item.verdict is None or str(found.verdict) == item.verdict
        if item.value is not None:
            right = right and found.value is not None and abs(found.value - item.value) < 1e-4
        if item.names:
            right = right and frozenset(found.names) in item.names
        exact += right
        if not right:
            wrong.append(
                (
                    item,
                    (
                        f"{found.verdict} {found.value} {found.names} instead of {item.verdict} "
                        f"{item.value} {item.names}"
                    ),
                )
            )
    return Score(len(asked_items), read, exact, tuple(wrong), tuple(unread))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--languages", default="en,de,zh")
    parser.add_argument("--families", default="story,relations,graph")
    parser.add_argument("--show", type=int, default=0, help="how many misses are shown")
    options = parser.parse_args()
    for language in options.languages.split(","):
        for family in options.families.split(","):
            found = score(items(family, options.items, language, options.seed))
            print(
                f"{language} {family:<10} {found.items} items, read {found.read / found.items:.1%}, "
                f"exact {found.exact / max(found.read, 1):.1%} of these"
            )
            print(
                "   wrong:",
                dict(Counter(i.form for i, _ in found.wrong)),
                "unread:",
                dict(Counter(i.form for i in found.unread)),
            )
            for item, why in found.wrong[: options.show]:
                print("   WRONG", item.text, "\n        ", why)
            for item in found.unread[: options.show]:
                print("   UNREAD", item.text)


if __name__ == "__main__":
    main()
