"""`askwhy learn` and `askwhy knowledge list | search | forget | rebuild`.

Only typer is imported here: `askwhy --help` must not wait for the database.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tools.types import Passage

app = typer.Typer(help="Look into the knowledge store, or change it.")

AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]


def learn(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders of documents.")],
    as_json: AsJson = False,
) -> int:
    """Read documents into the knowledge store: every later answer may cite them."""
    from tools.knowledge.store import KnowledgeStore
    from ui.cli.terminal import Terminal, print_json

    terminal = Terminal()
    lines: list[dict[str, object]] = []
    with KnowledgeStore() as store:
        for path in paths:
            with terminal.busy(f"reading {path}") as say, warnings.catch_warnings(record=True) as left_out:
                warnings.simplefilter("always")
                documents = store.add_path(path, progress=_progress(say), learned=True)
                found = [len(store.passages(document)) for document in documents]
                told, passages = sum(map(bool, found)), sum(found)  # an empty file tells nothing
            for warning in left_out:
                terminal.note(str(warning.message))
            lines.append(
                {
                    "path": path,
                    "documents": told,
                    "passages": passages,
                    "warnings": [str(warning.message) for warning in left_out],
                }
            )
            if not as_json:
                terminal.line(f"{path}: {_count(told, 'document')}, {_count(passages, 'passage')}")
    if as_json:
        print_json({"learned": lines})
    return 0


@app.command("list")
def list_documents(as_json: AsJson = False) -> int:
    """The documents in the store."""
    from tools.knowledge.store import KnowledgeStore
    from ui.cli.terminal import Terminal, print_json

    terminal = Terminal()
    with KnowledgeStore() as store:
        documents = store.documents()
    if as_json:
        print_json({"documents": [asdict(document) for document in documents]})
        return 0
    for document in documents:
        used = "for every question" if document.learned else "where it is given"
        terminal.line(
            f"{document.id}  {_count(document.passages, 'passage'):>14}  {document.source}  ({used})"
        )
    if not documents:
        terminal.note("The store is empty. Fill it: askwhy learn DIR")
    return 0


@app.command()
def search(
    query: Annotated[str, typer.Argument(help='What to look for: "does price affect demand?"')],
    k: Annotated[int, typer.Option("-k", help="How many passages.")] = 5,
    as_json: AsJson = False,
) -> int:
    """The passages that answer a query best."""
    from tools.errors import OptionError
    from tools.knowledge.store import KnowledgeStore
    from ui.cli.terminal import Terminal, print_json

    if not query.strip():
        raise OptionError("The query is empty. Say what to look for, in quotes.")
    terminal = Terminal()
    with terminal.busy("searching"), KnowledgeStore() as store:
        found = store.search(query, k)
    if as_json:
        print_json({"query": query, "passages": [_passage_values(passage) for passage in found]})
        return 0
    for passage in found:
        terminal.line(f"{passage.source}, {passage.place}  [{passage.score:.2f}]")
        terminal.line(f"  {' '.join(passage.text.split())}")
    if not found:
        terminal.note("Nothing was found. Fill the store: askwhy learn DIR")
    return 0


@app.command()
def forget(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Names or ids of documents, as `list` shows them.")
    ],
    as_json: AsJson = False,
) -> int:
    """Take documents out of the store; the files stay where they are."""
    from tools.knowledge.store import KnowledgeStore
    from ui.cli.terminal import Terminal, print_json

    with KnowledgeStore() as store:
        gone = store.forget(names)
    if as_json:
        print_json({"forgotten": [asdict(document) for document in gone]})
    else:
        Terminal().line(f"Forgotten: {_count(len(gone), 'document')}")
    return 0


@app.command()
def rebuild(as_json: AsJson = False) -> int:
    """Write the index anew from what is stored, also after a change of encoder."""
    from tools.knowledge.store import KnowledgeStore
    from ui.cli.terminal import Terminal, print_json

    terminal = Terminal()
    with terminal.busy("rebuilding the index") as say, KnowledgeStore() as store:
        count = store.rebuild(_progress(say))
    if as_json:
        print_json({"documents": count})
    else:
        terminal.line(f"Rebuilt: {_count(count, 'document')}")
    return 0


def _progress(say: Callable[[str], None]) -> Callable[[int, int, str], None]:
    return lambda done, count, name: say(f"reading {name} ({done + 1} of {count})")


def _passage_values(passage: Passage) -> dict[str, object]:
    values = asdict(passage)
    return values | {"score": round(passage.score, 4)}


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
