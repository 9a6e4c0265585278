"""An answer that was planned and written through the provider, and what it does with bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import provider
import pytest

from assistant import Assistant, answer_schema
from assistant.planning.model.prompt import no_slots
from tools.errors import ModelError, OptionError

EFFECT = 4.0
QUESTION = "How many more parcels are delivered if a van has a navigator?"
ABOUT = (
    "Dispatchers gave navigators to vans on long routes.\n"
    "navigator: the van had a navigator (1 yes, 0 no)\n"
    "parcels: parcels delivered on the day\n"
    "route: length of the route in km, planned before navigators were handed out\n"
)
DESIGN: dict[str, Any] = {
    "kind": "backdoor",
    "instruments": [],
    "mediators": [],
    "running_variable": None,
    "cutoff": None,
    "time": None,
    "unit": None,
    "evidence": "Dispatchers gave navigators to vans on long routes.",
    "reason": "dispatchers decided",
}
PLAN: dict[str, Any] = {
    "kind": "average_effect",
    "slots": no_slots(),
    "treatment": "navigator",
    "treatment_words": "has a navigator",
    "outcome": "parcels",
    "outcome_words": "parcels are delivered",
    "confidence": 0.9,
    "other_readings": [],
    "from": None,
    "to": None,
    "contrast_words": "",
    "population": [],
    "design": DESIGN,
    "missing": [],
    "clarify": None,
    "graph": {
        "roles": [
            {
                "column": "route",
                "role": "confounder",
                "timing": "before",
                "reason": "long routes get navigators and carry fewer parcels",
                "evidence": "vans on long routes",
                "confidence": 0.9,
            }
        ],
        "arrows": [],
        "unmeasured": [],
    },
}
WRITTEN = {"paragraphs": ["$effect", "In plain words, $why", "$checks $caveat"]}


def vans(rows: int = 1500, seed: int = 9) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    route = random.normal(100, 20, rows)
    navigator = (route + random.normal(0, 20, rows) > 100).astype(int)
    parcels = 120 + EFFECT * navigator - 0.5 * route + random.normal(0, 4, rows)
    return pd.DataFrame({"navigator": navigator, "parcels": parcels.round(1), "route": route.round(1)})


def test_it_plans_and_writes_an_answer_and_the_trace_names_it(tmp_path: Path) -> None:
    for name, content in (("plan_en", PLAN), ("write_en", WRITTEN)):
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    answer = Assistant(vans(), description=ABOUT, model=f"folder:{tmp_path}").ask(QUESTION)
    assert answer.status == "answered" and answer.estimate is not None
    assert abs(answer.estimate.value - EFFECT) < 4 * answer.estimate.std_error
    assert "In plain words" in answer.prose
    assert answer.trace.model == f"folder:{tmp_path.name}" and answer.trace.model_calls == 2
    jsonschema.validate(answer.to_dict(), answer_schema())


def test_a_reply_that_is_not_there_is_a_fault_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no reply to plan_en.*Write"):
        Assistant(vans(), description=ABOUT, model=f"folder:{tmp_path}").ask(QUESTION)
    offline = Assistant(vans(), description=ABOUT, model=f"folder:{tmp_path}", fallback="offline")
    assert offline.ask(QUESTION).status == "answered"


def test_it_refuses_what_it_has_no_use_for(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="no folder"):
        provider.FolderModel(str(tmp_path / "nowhere"))
    with pytest.raises(OptionError, match="Leave them out"):
        Assistant(vans(), model=f"folder:{tmp_path}", base_url="http://localhost:1")
