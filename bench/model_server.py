"""A model server without a model: the OpenAI protocol on this machine, answered by the offline reader.

It sees what a model would see, the prompt, and nothing else: columns, description and question are read out
of their fences, the question is read by `planning.offline`, the design by the words of the description. So
the whole model path can be measured (calls, tokens, faults) where no model can be had:

    python -m bench.model_server --port 8123 &
    OPENAI_BASE_URL=http://127.0.0.1:8123/v1 askwhy ask QUESTION --data FILE --model openai:local

Interrupted (SIGINT, SIGTERM), it prints the questions, calls and tokens it served. With `--record FILE` it
asks the demo's question of itself and records the replies for `tests/assistant/test_models_demo.py`.
"""

from __future__ import annotations

import argparse
import json
import re
import signal
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from assistant.designs import iv, randomised
from assistant.designs.statements import SILENT
from assistant.designs.study import Study
from assistant.designs.text import split_sentences
from assistant.models.interface import PATIENCE, Patience, Prompt, Reply, Schema, estimated_tokens
from assistant.planning.model.claims import quoted
from assistant.planning.model.prompt import no_slots
from assistant.planning.offline import understand
from assistant.planning.reading.clauses import split_question
from tools.data.codebook import ColumnNote, parse_codebook
from tools.types import ColumnKind, ColumnProfile, DataProfile, Design, DesignKind, Timing

_FENCE = re.compile(
    r"^<<< (?P<head>(?P<kind>[A-Z]+)[^\n]*) (?P<mark>[0-9a-f]{8})\n(?P<text>.*?)\n(?P=head) (?P=mark) >>>$",
    re.MULTILINE | re.DOTALL,
)
_ROLES = 12
_EMPTY_DESIGN = {
    "instruments": [], "mediators": [], "running_variable": None, "cutoff": None, "time": None, "unit": None,
}  # fmt: skip


def respond(messages: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the offline reader says to a prompt of ours: a plan, or a text with slots."""
    told = "\n".join(str(message["content"]) for message in messages if message["role"] == "user")
    fences = {match["kind"]: match["text"] for match in _FENCE.finditer(told)}
    if "FACTS" in fences:
        return _text(fences["FACTS"])
    if "SENTENCE" in fences:
        return _UNCLEAR  # the offline reader was asked first, and could not place it
    if "QUESTION" not in fences:
        return {"statements": []}  # nor does it read more out of passages than its patterns do
    return _plan(fences["QUESTION"], _profile(fences["TABLE"], fences.get("DESCRIPTION", "")))


_UNCLEAR: dict[str, Any] = {
    "kind": "unclear", "view": None, "name": None, "columns": [], "conditions": [],
    "low": None, "high": None, "step": None, "relative_step": None, "words": "",
}  # fmt: skip


def _text(facts: str) -> dict[str, Any]:
    known = set(re.findall(r"^\$(\w+):", facts, flags=re.MULTILINE))
    parts = [["$effect", "$raw"], ["$why"], ["$checks"], ["$caveat"], ["$change", "$other"]]
    kept = [[slot for slot in part if slot[1:] in known] for part in parts]
    return {"paragraphs": [" ".join(part) for part in kept if part]}


def _plan(question: str, profile: DataProfile) -> dict[str, Any]:
    read = understand(question, profile)
    best = next((r for r in read.readings if r.outcome is not None), None)
    split = split_question(question, read.language)[-1 if not read.readings else 0]
    cause = split.cause if quoted(split.cause, question) else question
    effect = split.effect if quoted(split.effect, question) else question
    study = Study(
        question, best.treatment if best else None, (best and best.outcome) or "", profile, _NoTable(),
        split_sentences(profile.description),
    )  # fmt: skip
    return {
        "treatment": best.treatment if best else None,
        "kind": "average_effect",
        "slots": no_slots(),
        "treatment_words": cause,
        "outcome": best.outcome if best else None,
        "outcome_words": effect,
        "confidence": round(best.confidence, 2) if best else 0.0,
        "other_readings": [
            {"treatment": r.treatment, "outcome": r.outcome, "confidence": round(r.confidence, 2)}
            for r in read.readings[1:3]
            if r.outcome is not None
        ],
        "from": read.low,
        "to": read.high,
        "contrast_words": question if read.high is not None else "",
        "population": [
            {"column": c.column, "operator": c.operator, "value": c.value, "words": question}
            for c in read.population
        ],
        "design": _design(study),
        "missing": [part for part in read.missing if quoted(part, question)],
        "clarify": None if best else "Which column would be changed, and which should respond?",
        "graph": _graph(study),
    }


def _design(study: Study) -> dict[str, Any]:
    """By the words alone: there is no table here to test anything on."""
    named = [c.name for c in study.others if iv.said_of_column(study, c).supports] if study.outcome else []
    kind, told = DesignKind.BACKDOOR, SILENT
    randomly = randomised.spoken(study, Design(DesignKind.RANDOMISED))
    if randomly.supports:
        kind, told = DesignKind.RANDOMISED, randomly
    elif named:
        kind, told = DesignKind.IV, iv.spoken(study, Design(DesignKind.IV, instruments=tuple(named)))
    quotations = re.findall(r"[\"“‘'](.{8,}?)[\"”’']", " ".join(each.text for each in told.evidence))
    evidence = next((q for q in quotations if quoted(q.strip("…"), study.profile.description)), "")
    columns = {"instruments": named} if kind is DesignKind.IV else {}
    return {
        "kind": str(kind),
        **_EMPTY_DESIGN,
        **columns,
        "evidence": evidence.strip("…"),
        "reason": "by its words",
    }


def _graph(study: Study) -> dict[str, Any]:
    roles = [
        {
            "column": column.name,
            "role": "after_treatment" if column.timing is Timing.AFTER else "confounder",
            "timing": str(column.timing),
            "reason": "as the description places it",
            "evidence": "",
            "confidence": 0.6,
        }
        for column in study.others[:_ROLES]
    ]
    return {"roles": roles if study.outcome else [], "arrows": [], "unmeasured": []}


class _NoTable:
    def frame(self, columns: Any) -> Any:
        raise NotImplementedError("The server sees no rows.")


def _profile(table: str, description: str) -> DataProfile:
    """The profile as far as the prompt tells it."""
    told = [json.loads(line) for line in table.splitlines()[1:]]
    description += "".join(f"\n{c['name']}: {c['means']}" for c in told if "means" in c)
    notes = parse_codebook(description, [column["name"] for column in told])
    rows = int(table.split()[0])
    columns = tuple(_column(column, notes.get(column["name"], ColumnNote()), rows) for column in told)
    return DataProfile("the prompt", rows, columns, 0, "", description)


def _column(told: Mapping[str, Any], note: ColumnNote, rows: int) -> ColumnProfile:
    kind = ColumnKind(told["kind"])
    low, high = told.get("range", (None, None))
    levels: list[Any] = [_level(level) for level in told.get("levels", ())]
    distinct = 2 if kind is ColumnKind.BINARY else len(levels) or (1 if kind is ColumnKind.CONSTANT else rows)
    return ColumnProfile(
        told["name"], kind, rows, 0, distinct, low, high, None, None, None,
        tuple((level, 1) for level in levels), note.level_labels, note.description or told.get("means"),
        told.get("unit"),
        note.timing, note.timing_evidence, note.meaning,
    )  # fmt: skip


def _level(text: str) -> Any:
    return int(text) if re.fullmatch(r"-?\d+", text) else text


class OfflineReaderModel:
    """The same as a `Model`, for recording without a server in between."""

    label = "openai:local"

    def reply(self, prompt: Prompt, schema: Schema | None = None, *, patience: Patience = PATIENCE) -> Reply:
        data = respond({"role": m.role, "content": m.text} for m in prompt.messages)
        text = json.dumps(data, ensure_ascii=False)
        return Reply(text, data, 1, estimated_tokens(prompt.text), estimated_tokens(text))


def _handler(served: Counter[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = json.loads(body)
            text = json.dumps(respond(request["messages"]), ensure_ascii=False)
            shape = json.dumps([request.get("response_format"), request.get("tools")], ensure_ascii=False)
            said = "".join(str(message["content"]) for message in request["messages"])
            # Servers bill the schema with the prompt.
            usage = {
                "prompt_tokens": estimated_tokens(said) + estimated_tokens(shape),
                "completion_tokens": estimated_tokens(text),
            }
            usage["total_tokens"] = sum(usage.values())
            served["calls"] += 1
            served["tokens"] += usage["total_tokens"]
            served["plans"] += "TABLE" in said
            message = {"role": "assistant", "content": text}
            choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
            reply = {
                "id": "local", "object": "chat.completion", "created": 0, "model": "local",
                "choices": [choice], "usage": usage,
            }  # fmt: skip
            content = json.dumps(reply, ensure_ascii=False).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


def record_demo(path: Path) -> None:
    """Ask the demo's question with the offline reader as the model, and record its replies."""
    from assistant import Assistant, RecordedModel
    from ui.examples import EXAMPLES

    path.unlink(missing_ok=True)
    example = EXAMPLES["quit-smoking"]
    files = example.unpack()
    model = RecordedModel(path, OfflineReaderModel())
    answer = Assistant(str(files.table), description=str(files.description), model=model).ask(
        example.question
    )
    print(answer.prose)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--port", type=int, default=8123)
    options.add_argument("--record", type=Path, metavar="FILE")
    given = options.parse_args()
    if given.record:
        record_demo(given.record)
        return
    served: Counter[str] = Counter()
    server = ThreadingHTTPServer(("127.0.0.1", given.port), _handler(served))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/v1", flush=True)
    done = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: done.set())
    done.wait()
    questions = max(1, served["plans"])
    print(
        f"{served['plans']} plans asked for, {served['calls']} calls, {served['tokens']} tokens: "
        f"{served['calls'] / questions:.2f} calls and {served['tokens'] / questions:.0f} tokens a question"
    )


if __name__ == "__main__":
    main()
