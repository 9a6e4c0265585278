"""Each template of docs/extending works where its reader would put it: outside the tree."""

from __future__ import annotations

import importlib
import inspect
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from assistant import answer_schema
from assistant.kinds.interface import KINDS, known_kinds
from assistant.kinds.router import TURN, load_weights, route
from assistant.language import languages, register_language, register_words, registry, remove_words
from assistant.models import PROVIDERS, open_model
from assistant.planning.design import RULES
from assistant.planning.model.prompt import plan_schema
from tools.checks import CHECKS
from tools.data import open_table, profile_table
from tools.errors import OptionError
from tools.estimators import ESTIMATORS
from tools.registry import Registry

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "docs" / "extending"
REGISTRIES: tuple[Registry[Any], ...] = (KINDS, ESTIMATORS, CHECKS, RULES, PROVIDERS)
WHAT = sorted(path.name for path in TEMPLATES.iterdir() if path.is_dir())


@pytest.fixture(params=WHAT)
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The template's folder elsewhere, importable; what it registers is taken back afterwards."""
    home = tmp_path_factory.mktemp("extension") / request.param
    shutil.copytree(TEMPLATES / request.param, home, ignore=shutil.ignore_patterns("__pycache__"))
    known_kinds()
    before = [set(registry) for registry in REGISTRIES]
    words, modules = list(registry._WORDS), set(sys.modules)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(home)
        importlib.invalidate_caches()
        try:
            yield home
        finally:
            for names, registered in zip(before, REGISTRIES, strict=True):
                for name in set(registered) - names:
                    registered.remove(name)
            for folder in [folder for folder in registry._WORDS if folder not in words]:
                remove_words(folder)
            for name in set(sys.modules) - modules:
                if home in Path(getattr(sys.modules[name], "__file__", None) or "/").parents:
                    del sys.modules[name]


def module_of(template: Path) -> ModuleType:
    return importlib.import_module(f"test_{template.name}")


def test_it_registers_itself_and_its_own_tests_pass(
    template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    module = module_of(template)
    assert module.__file__ is not None and Path(module.__file__).parent == template
    found = [(n, f) for n, f in inspect.getmembers(module, inspect.isfunction) if n.startswith("test_")]
    assert found
    for name, function in found:
        fill: dict[str, Any] = {}
        if "tmp_path" in inspect.signature(function).parameters:
            fill["tmp_path"] = tmp_path_factory.mktemp(name[:30])
        function(**fill)


@pytest.mark.parametrize("template", ["kind"], indirect=True)
def test_a_kind_from_outside_bids_beside_the_learned_ones_and_is_offered_to_a_model(template: Path) -> None:
    module_of(template)
    asked = route("How often do members with the course visit more?", "en")
    assert asked.decided == asked.ranked[0].kind == "superiority"
    assert sum(bid.probability for bid in asked.ranked) == pytest.approx(1.0)
    assert {bid.kind for bid in asked.ranked} == {*load_weights().kinds, "superiority"} - {TURN}
    other = route("What would happen to visits if everyone took the course?", "en")
    assert other.decided == "average_effect" and other.probability("superiority") == 0.0
    profile = profile_table(open_table(pd.DataFrame({"course": [0, 1], "visits": [3, 4]})))
    assert "superiority" in plan_schema(profile)["properties"]["kind"]["enum"]
    assert "superiority" in {form.get("title") for form in answer_schema()["properties"]["result"]["oneOf"]}


@pytest.mark.parametrize("template", ["provider"], indirect=True)
def test_a_provider_from_outside_is_named_to_who_misspells_it(template: Path) -> None:
    module_of(template)
    with pytest.raises(OptionError, match=r"folder:<model>, .offline., .openai:<model>."):
        open_model("foldr:replies")
    with pytest.raises(OptionError, match="names no model"):
        open_model("folder:")


def test_nothing_of_a_template_is_left_behind() -> None:
    assert "superiority" not in KINDS and "trimmed_difference" not in ESTIMATORS and "folder" not in PROVIDERS
    assert "without_extremes" not in CHECKS and "dice" not in RULES and "es" not in languages()


def test_the_page_names_every_template_and_every_seam_has_one() -> None:
    page = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    assert WHAT == ["check", "design", "estimator", "kind", "language", "provider"]
    for what in WHAT:
        assert f"{what}/" in page
    assert len(page.splitlines()) <= 60


def test_a_folder_that_is_no_language_or_has_no_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"language\.toml"):
        register_language(tmp_path)
    with pytest.raises(OptionError, match=r"en\.ftl"):
        register_words(tmp_path)
    taken = tmp_path / "en"
    taken.mkdir()
    (taken / "language.toml").write_text("")
    with pytest.raises(OptionError, match="already"):
        register_language(taken)
