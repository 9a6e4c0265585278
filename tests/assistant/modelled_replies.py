"""Replies of a model in the shape that the planner asks for, to be changed where a test needs it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

QUESTION = "What would happen to sales if we raised the price from 10 to 12?"
DESCRIPTION = """Weekly figures of shops. The price was set by each shop, higher in the busy season.
price: price of the product, in EUR
sales: units sold in the week
season: is it the busy season (1 = yes, 0 = no), known before the price is set
footfall: people who came into the shop, counted before the price was set that week
leaflet: which leaflet went out in the week (1 = red, 0 = blue)
returns: units that were brought back, measured after the week's price took effect
"""
WRITTEN = {"paragraphs": ["$effect", "Put simply, $outcome moves with $treatment. $why", "$checks $caveat"]}


def shops(rows: int = 1500, seed: int = 7) -> pd.DataFrame:
    """Price lowers sales by 3 a unit; season raises both; the leaflet moves the price."""
    random = np.random.default_rng(seed)
    season = random.integers(0, 2, rows)
    footfall = random.normal(100, 10, rows).round(1) + 20 * season
    leaflet = random.integers(0, 2, rows)
    price = (8 + 3 * season - 1.5 * leaflet + random.normal(0, 1, rows)).round(2)
    sales = (80 - 3 * price + 15 * season + 0.2 * footfall + random.normal(0, 3, rows)).round(1)
    returns = (0.1 * sales + random.normal(0, 1, rows)).round(1)
    return pd.DataFrame(
        {
            "price": price,
            "sales": sales,
            "season": season,
            "footfall": footfall,
            "leaflet": leaflet,
            "returns": returns,
        }
    )


def reply(**changes: Any) -> dict[str, Any]:
    """A sound plan for QUESTION; `design` and `graph` are merged, the rest replaced."""
    sound: dict[str, Any] = {
        "kind": "average_effect",
        "slots": {"treatments": [], "levels": [], "aspect": None, "about": None},
        "treatment": "price",
        "treatment_words": "raised the price",
        "outcome": "sales",
        "outcome_words": "sales",
        "confidence": 0.9,
        "other_readings": [],
        "from": 10,
        "to": 12,
        "contrast_words": "from 10 to 12",
        "population": [],
        "design": {
            "kind": "backdoor",
            "instruments": [],
            "mediators": [],
            "running_variable": None,
            "cutoff": None,
            "time": None,
            "unit": None,
            "evidence": "The price was set by each shop, higher in the busy season.",
            "reason": "shops decided",
        },
        "missing": [],
        "clarify": None,
        "graph": {
            "roles": [
                {
                    "column": "season",
                    "role": "confounder",
                    "timing": "before",
                    "reason": "busy weeks raise both",
                    "evidence": "higher in the busy season",
                    "confidence": 0.9,
                }
            ],
            "arrows": [
                {
                    "cause": "season",
                    "effect": "footfall",
                    "reason": "more people come",
                    "passage": None,
                    "confidence": 0.8,
                }
            ],
            "unmeasured": [{"name": "advertising", "reason": "may raise both"}],
        },
    }
    for part in ("design", "graph"):
        changes[part] = sound[part] | changes.get(part, {})
    return sound | changes
