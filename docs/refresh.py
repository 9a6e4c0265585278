"""Put the demo's real answer and pictures into the README: `make readme`. A test compares the two."""

from __future__ import annotations

import re
from pathlib import Path

from assistant import Answer, Assistant
from ui.examples import EXAMPLES

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(<!-- answer: make ask -->\n)(.*?)(<!-- end of answer -->)", re.DOTALL)


def demo() -> Answer:
    files = EXAMPLES["quit-smoking"].unpack()
    return Assistant(files.table, description=files.description).ask(EXAMPLES["quit-smoking"].question)


def readme_block(answer: Answer) -> str:
    """The prose as a quotation, then what it rests on."""
    assert answer.estimate is not None and answer.graph is not None
    run = [check for check in answer.checks if check.passed is not None]
    passed = sum(bool(check.passed) for check in run)
    facts = (
        f"{answer.estimate.rows_used:,} rows; {len(answer.graph.edges)} arrows, each with who claims it; "
        f"{len(answer.citations)} passages cited; {passed} of {len(run)} checks passed, each with what it "
        "cannot see."
    )
    quoted = "\n>\n".join(f"> {paragraph}" for paragraph in answer.paragraphs)
    return f"{quoted}\n>\n> *{facts}*\n"


def main() -> None:
    answer = demo()
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(BLOCK.sub(lambda m: m[1] + readme_block(answer) + m[3], text), encoding="utf-8")
    for kind, name in (("effect", "quit-smoking.png"), ("graph", "quit-smoking-graph.png")):
        answer.figure(kind).savefig(ROOT / "docs" / name, dpi=110)


if __name__ == "__main__":
    main()
