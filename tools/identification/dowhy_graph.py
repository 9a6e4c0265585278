"""DoWhy's functions on graphs, without the two seconds that the rest of DoWhy takes to import.

`import dowhy.graph` runs DoWhy's `__init__` first, and with it matplotlib, sympy and statsmodels; the file
itself needs networkx and two small files of DoWhy. These are run here as they are, under DoWhy's names, but
in a world of their own: nothing is put in `sys.modules`, so that whoever imports DoWhy gets all of it.
"""

from __future__ import annotations

import builtins
import sys
from functools import cache
from importlib.machinery import PathFinder, SourceFileLoader
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

__all__ = ["dowhy_graph"]

# Everything that the verdict calls, here or inside these functions.
NEEDED = (
    "check_dseparation",
    "check_valid_backdoor_set",
    "check_valid_frontdoor_set",
    "do_surgery",
    "get_descendants",
    "get_instruments",
)


def dowhy_graph() -> Any:
    """DoWhy's module `dowhy.graph`: the loaded one where DoWhy is loaded, else its file alone."""
    return sys.modules.get("dowhy.graph") or _alone()


@cache
def _alone() -> Any:
    try:
        module = _Files().module("dowhy.graph")
        if all(hasattr(module, name) for name in NEEDED):
            return module
    except (ImportError, AttributeError, OSError):
        pass  # another release, whose files want more of one another: take the long way
    import dowhy.graph

    return dowhy.graph


class _Files:
    """Modules of DoWhy run from their files; what they import of DoWhy is run the same way, once."""

    def __init__(self) -> None:
        package = find_spec("dowhy")  # finds it, does not run it
        if package is None or not package.submodule_search_locations:
            raise ImportError("DoWhy is not installed as files")
        self._folder = Path(next(iter(package.submodule_search_locations)))
        self._modules: dict[str, ModuleType] = {}

    def module(self, name: str) -> ModuleType:
        if name not in self._modules:
            *folders, _ = name.split(".")[1:]
            spec = PathFinder.find_spec(name, [str(self._folder.joinpath(*folders))])
            if (
                spec is None
                or not isinstance(spec.loader, SourceFileLoader)
                or spec.submodule_search_locations
            ):
                raise ImportError(f"{name} is not one file")
            made = ModuleType(name)
            made.__file__ = spec.origin
            vars(made)["__builtins__"] = vars(builtins) | {"__import__": self._import}
            spec.loader.exec_module(made)
            self._modules[name] = made
        return self._modules[name]

    def _import(self, name: str, *given: Any, **more: Any) -> Any:
        names_wanted = given[2] if len(given) > 2 else more.get("fromlist")
        if name.startswith("dowhy.") and names_wanted:
            return self.module(name)
        return builtins.__import__(name, *given, **more)
