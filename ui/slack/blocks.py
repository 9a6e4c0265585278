"""An answer as Slack's Block Kit.

Text from the data, the documents or the person goes into `plain_text` objects, which Slack does not parse
for markup, and has its `&`, `<` and `>` escaped besides: a cell that holds `<!channel>` wakes nobody.
Slack's limits (50 blocks, 3,000 characters a section, 75 a button) are kept here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.figures.standard import estimator_label, measured
from assistant.language import say as said
from assistant.language import wording
from assistant.language.registry import DEFAULT
from assistant.prose.quantities import count, share
from assistant.report.blocks import say
from ui.text.answer import rows_used

if TYPE_CHECKING:
    from assistant import Answer
    from tools.types import Check

__all__ = [
    "MOST_BLOCKS",
    "MOST_CHARACTERS",
    "Block",
    "answer_blocks",
    "checks_blocks",
    "choice_blocks",
    "escaped",
    "plain",
    "summary",
    "too_long",
]

Block = dict[str, Any]

MOST_BLOCKS = 50
MOST_CHARACTERS = 3000
MOST_BUTTON = 75
MOST_CAVEATS = 3
# What a press asks for, and what the button says.
BUTTONS = ("graph", "checks", "code", "report")  # the words are those of `ui-slack-<name>`
THUMBS = (("askwhy_up", "👍"), ("askwhy_down", "👎"))


def escaped(text: str) -> str:
    """`text` with the three characters that Slack reads as markup spelled out."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, limit: int = MOST_CHARACTERS, code: str = DEFAULT) -> Block:
    """A text object that Slack shows as it is, cut to its limit; `code` is the language that says so."""
    return {"type": "plain_text", "text": _cut(text, limit, code) or " ", "emoji": False}


def answer_blocks(answer: Answer, key: str) -> list[Block]:
    """Verdict, effect with interval, three caveats, buttons. `key` names the answer to the buttons."""
    code = answer.language
    blocks = [_section(paragraph, code) for paragraph in answer.paragraphs[:6] if paragraph.strip()]
    if answer.estimate is not None:
        blocks.append(_facts(answer))
    if caveats := _caveats(answer):
        blocks += [
            _label(f"*{say(answer, 'keep_in_mind')}*"),
            *(_section(f"• {caveat}", code) for caveat in caveats),
        ]
    if answer.status == "needs_clarification" and answer.refusal is not None:
        blocks += choice_blocks(getattr(answer.refusal, "choices", ()), key)
    if answer.estimate is not None:
        # An estimator of the user's own may have no script.
        shown = [
            (f"askwhy_{name}", said(code, f"ui-slack-{name}"))
            for name in BUTTONS
            if answer.code or name != "code"
        ]
        blocks.append({"type": "actions", "elements": [_button(a, t, key) for a, t in (*shown, *THUMBS)]})
    blocks.append(_context(answer))
    return blocks[:MOST_BLOCKS]


def choice_blocks(choices: Sequence[str], key: str) -> list[Block]:
    """A question back, as buttons: at most 25, in rows of five."""
    shown = list(enumerate(choices))[:25]
    rows = [shown[start : start + 5] for start in range(0, len(shown), 5)]
    return [
        {
            "type": "actions",
            "elements": [_button(f"askwhy_choice_{i}", text, f"{key}:{i}") for i, text in row],
        }
        for row in rows
    ]


def checks_blocks(answer: Answer) -> list[Block]:
    """What each check asks, what it found, and what it cannot detect."""
    if not answer.checks:
        return [_section(said(answer.language, "ui-slack-no-checks"))]
    mark = {True: "✓", False: "✗", None: "–"}
    blocks = []
    words = answer.words
    for check in answer.checks:
        found = f"\n{words.paragraph(check.detail)}" if check.detail else ""
        blocks.append(
            _section(
                f"{mark[check.passed]} {words.say(check.purpose)}{found}\n"
                f"{say(answer, 'blind')}: {words.say(check.cannot_detect)}",
                answer.language,
            )
        )
    return blocks[:MOST_BLOCKS]


def summary(answer: Answer) -> str:
    """The message's plain text, for notifications and screen readers; escaped."""
    return _cut(
        answer.paragraphs[0] if answer.paragraphs else answer.headline, MOST_CHARACTERS, answer.language
    )


def too_long(answer: Answer) -> bool:
    """Did something not fit, so that the whole text should come as a file?"""
    paragraphs = [p for p in answer.paragraphs if p.strip()]
    return len(paragraphs) > 6 or any(len(escaped(p)) > MOST_CHARACTERS for p in paragraphs)


# ---------------------------------------------------------------- parts


def _facts(answer: Answer) -> Block:
    """Label and value in two columns; five pairs are the most that a section takes."""
    best = answer.estimate
    assert best is not None
    words, effect = wording(answer.language), measured(answer, best)
    low, high = (words.number(limit, best.std_error) for limit in best.ci_95)
    facts = [
        (say(answer, "effect"), words.quantity(effect)),
        (say(answer, "interval"), say(answer, "to", low=low, high=high)),
    ]
    if best.unadjusted is not None:
        facts.append((say(answer, "plain_row"), words.quantity(effect, value=best.unadjusted)))
    facts.append((say(answer, "estimator"), estimator_label(best.estimator, answer.language)))
    facts.append((say(answer, "row_count"), rows_used(answer)))
    fields: list[Block] = []
    for label, value in facts[:5]:
        fields += [{"type": "mrkdwn", "text": f"*{label}*"}, plain(value, 2000)]
    return {"type": "section", "fields": fields}


def _caveats(answer: Answer) -> list[str]:
    """Failed checks first, then what an unmeasured cause would take, then warnings, then assumptions."""
    if answer.estimate is None:
        return []
    failed = [_failed(answer, check) for check in answer.checks if check.passed is False]
    robust = answer.sensitivity.robustness_value if answer.sensitivity else None
    hidden = [] if robust is None else [say(answer, "hidden_caveat", share=share(robust))]
    untestable = [a.text for a in answer.assumptions if not a.testable]
    told = [*answer.warnings, *map(answer.words.say, untestable)]
    return list(dict.fromkeys([*failed, *hidden, *told]))[:MOST_CAVEATS]


def _failed(answer: Answer, check: Check) -> str:
    found = answer.words.paragraph(check.detail)
    return say(answer, "check_failed", purpose=check.purpose, detail=found).strip()


def _context(answer: Answer) -> Block:
    passed = sum(check.passed is True for check in answer.checks)
    run = sum(check.passed is not None for check in answer.checks)
    code = answer.language
    parts = [said(code, "ui-slack-passed", passed=count(passed), run=count(run))] if run else []
    parts.append(said(code, "ui-slack-model", model=answer.trace.model))
    parts.append(said(code, "ui-slack-seed", seed=str(answer.trace.seed)))
    return {"type": "context", "elements": [plain(" · ".join(parts))]}


def _section(text: str, code: str = DEFAULT) -> Block:
    return {"type": "section", "text": plain(text, code=code)}


def _label(text: str) -> Block:
    """Our own words only: this is the one text that Slack reads as markup."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _button(action: str, text: str, value: str) -> Block:
    # An emoji button needs emoji=True to be drawn.
    label = (
        {**plain(text, MOST_BUTTON), "emoji": True} if action in dict(THUMBS) else plain(text, MOST_BUTTON)
    )
    return {"type": "button", "action_id": action, "text": label, "value": value}


def _cut(text: str, limit: int, code: str = DEFAULT) -> str:
    """Escaped and within the limit, without cutting an escape in two."""
    safe = escaped(text)
    if len(safe) <= limit:
        return safe
    mark = f" {said(code, 'ui-slack-clipped')}" if limit > 200 else "…"
    kept = safe[: limit - len(mark)]
    ampersand = kept.rfind("&", max(0, len(kept) - 5))
    if ampersand >= 0 and ";" not in kept[ampersand:]:
        kept = kept[:ampersand]
    return kept.rstrip() + mark
