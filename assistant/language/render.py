"""`Wording`: messages -> text in one language, by Fluent; numbers and lists by Babel's rules of its locale.

What a slot gives to the words (`words/*.ftl`), for a slot called `effect`:

Quantity         `$effect` "3.45 kg", `$effect-size` less its sign, `$effect-number` less its unit,
                 `$effect-low` and `$effect-high` of the interval (unit on the upper one;
                 `$effect-high-number` without), `$effect-n` for plurals,
                 `$effect-sign` positive | negative | zero, `$effect-clear` yes | no | unbounded | exact
Column           `$effect` the name, `$effect-named` with its meaning, `$effect-label` the meaning alone
                 `$effect-figure` as a check writes it: three significant digits or more, no unit,
                 `$effect-percent` a share to one decimal: 13.9%, 80%; `$effect-p` a p-value: 0.013, < 0.001
Columns          `$effect` the list as it is spoken, `$effect-commas` with commas alone (in brackets, after
                 a colon), `$effect-quoted` the same in quotation marks, `$effect-n` how many
LevelOf, Quoted  `$effect`
Message            `$effect` its words
several messages `$effect` as sentences, `$effect-list` as clauses, `$effect-names` as names,
                 `$effect-n` how many
StrEnum, str     `$effect`, for a selector
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from babel.numbers import format_decimal, get_decimal_symbol
from fluent.runtime import FluentBundle, FluentResource

from assistant.language.registry import DEFAULT, Language, language, until_registered
from tools.data.levels import level_text
from tools.messages import Column, Columns, LevelOf, Message, Quantity, Quoted, Scale, ScaleKind, Slot
from tools.types import ColumnProfile, DataProfile, Level

__all__ = ["MissingWords", "Wording", "message", "named", "say", "wording"]

_NAMES_SHOWN = 8  # "and 12 more" reads better than forty names
_PLACES = 6  # decimal places at most, and digits behind the point of 1.04e-08
_SMALL = 1e-3  # below it a figure that needs more places is written with an exponent
_TINIEST = 300
_COUNT = Scale(ScaleKind.COUNT)


class MissingWords(LookupError):
    """No language has the words of this id, or a slot that the words use is not given: a fault of ours."""


class Wording:
    """One language's words about one table. `profile` gives labels to columns and levels."""

    def __init__(self, code: str, profile: DataProfile | None = None) -> None:
        self.language: Language = language(code)
        self.profile = profile

    # ------------------------------------------------ messages

    def say(self, message: Message) -> str:
        """The message in words. Raises `MissingWords`."""
        arguments: dict[str, Any] = {}
        for name, slot in message.slots.items():
            arguments.update(self._arguments(name, slot))
        long = _set_aside(arguments)
        for code in dict.fromkeys((self.language.code, DEFAULT)):
            bundle = _bundle(code)
            if bundle.has_message(message.id):
                pattern = bundle.get_message(message.id).value
                if pattern is None:
                    continue
                text, faults = bundle.format_pattern(pattern, arguments)
                if faults:
                    raise MissingWords(f"{message.id} in {code}: {faults[0]}")
                return _put_back(_tidy(str(text)), long)
        raise MissingWords(f"No words for {message.id!r}.")

    def has(self, id: str) -> bool:
        return _bundle(self.language.code).has_message(id)

    def paragraph(self, messages: Iterable[Message]) -> str:
        """Messages as sentences, one after another."""
        return self.join(self.say(message) for message in messages)

    # ------------------------------------------------ pieces

    def join(self, sentences: Iterable[str]) -> str:
        return self.language.between_sentences.join(self.sentence(text) for text in sentences if text)

    def sentence(self, text: str) -> str:
        # A sentence may stand in brackets, its full stop inside.
        ended = text.rstrip(")）”").endswith(tuple(self.language.sentence_ends + ".。?？!！:："))
        return text if ended or not text else text + self.language.full_stop

    def clauses(self, parts: Iterable[str]) -> str:
        return self.language.between_clauses.join(part.rstrip(".。,、 ") for part in parts)

    def names(self, names: Iterable[str], shown: int = _NAMES_SHOWN) -> str:
        known = list(names)
        if not 2 <= len(known) <= shown:
            return self.listed(known, shown)
        return self.listed(known[:-1], shown) + self.language.before_last_name + known[-1]

    def listed(self, names: Iterable[str], shown: int | None = None) -> str:
        """Names with nothing but a comma between the last two: for what is quoted, not spoken of."""
        known = list(names)
        head, more = known[: shown or _NAMES_SHOWN], len(known) - (shown or _NAMES_SHOWN)
        tail = self.language.more_names.format(more=more, count=len(known)) if more > 0 else ""
        return self.language.between_names.join(head) + tail

    def number(self, value: float | None, std_error: float | None = None) -> str:
        """As many digits as the standard error supports (two of its own), else three significant ones."""
        if value is None or math.isnan(value):
            return self.say(Message("number-not-available"))
        if math.isinf(value):
            return self.say(Message("number-unbounded"))
        exponent = math.floor(math.log10(abs(value))) if value else 0
        if std_error is not None:
            places = decimals_for(std_error, most=_TINIEST)
            if places > _PLACES and 0 < abs(value) < _SMALL:
                return self._scientific(value, min(max(exponent + places, 0), _PLACES))
            return self._decimal(value, min(places, _PLACES))
        if value == 0:
            return "0"
        if exponent < -5:
            return self._scientific(value, 2)
        return self._decimal(round(value, 2 - exponent), max(2 - exponent, 0))

    def as_it_is(self, value: float) -> str:
        """A level, a cutoff or a limit with the digits that it has: 2012, 0.05, 1.5."""
        if not math.isfinite(value):
            return self.number(value)
        if value and not 1e-5 <= abs(value) < 1e12:
            return f"{value:g}"
        return str(
            format_decimal(float(f"{value:.12g}"), format="0.############", locale=self.language.locale)
        )

    def figure(self, value: float) -> str:
        """Three significant digits, whole numbers whole, an exponent beyond everyday sizes: 3.46, 1,520."""
        if not math.isfinite(value):
            return self.say(Message("number-unlimited" if value > 0 else "number-undefined"))
        if value == 0:
            return "0"
        size = abs(value)
        if size >= 1e7 or size < 1e-4:
            return self._scientific(value, 2)
        return self._decimal(value, max(0, 2 - math.floor(math.log10(size))))

    def percent(self, share: float) -> str:
        """To one decimal, where it is not zero: 13.9%, 80%."""
        if not math.isfinite(share):
            return self.figure(share)
        return format_decimal(round(100 * share, 1), format="0.#", locale=self.language.locale) + "%"

    def p_value(self, value: float) -> str:
        if not math.isfinite(value):
            return self.figure(value)
        return "< 0.001" if value < 0.001 else self._decimal(value, 3)

    def quantity(self, quantity: Quantity, *, unit: bool = True, value: float | None = None) -> str:
        """The value (or another on the same scale) with its unit: "3.45 kg", "12%", "12 points"."""
        shown = quantity.value if value is None else value
        kind, error, decimals = quantity.scale.kind, quantity.std_error, quantity.decimals
        if kind in (ScaleKind.SHARE, ScaleKind.POINTS):
            shown, error = 100 * shown, None if error is None else 100 * error
        if decimals is not None and math.isfinite(shown):
            text = self._decimal(shown, decimals)
        elif kind is ScaleKind.GIVEN:
            text = self.as_it_is(shown)
        elif kind is ScaleKind.COUNT and error is None:
            text = format_decimal(int(shown), locale=self.language.locale)
        else:
            text = self.number(shown, error)
        if not unit:
            return text
        if kind is ScaleKind.SHARE:
            return f"{text}%"
        if kind is ScaleKind.POINTS:
            return self.say(Message("number-points", {"points": Quoted(text)}))
        return with_unit(text, quantity.scale.unit)

    # ------------------------------------------------ slots

    def _arguments(self, name: str, slot: Any) -> dict[str, Any]:
        match slot:
            case Quantity():
                return self._quantity(name, slot)
            case Column():
                column = self.profile.get(slot.name) if self.profile else None
                label = (column.meaning if column else None) or slot.name
                return {
                    name: slot.name,
                    f"{name}-named": named(self.profile, slot.name),
                    f"{name}-label": label,
                }
            case Columns():
                return self._columns(name, slot)
            case LevelOf():
                column = self.profile.get(slot.column) if self.profile else None
                return {name: self._level(slot.value, column)}
            case Quoted():
                return {name: slot.text}
            case Message():
                return {name: self.say(slot)}
            case tuple():
                said = [self.say(message) for message in slot]
                return {
                    name: self.join(said),
                    f"{name}-list": self.clauses(said),
                    f"{name}-names": self.names(said, len(said)),
                    f"{name}-n": len(said),
                }
            case StrEnum() | str():
                return {name: str(slot)}
        raise MissingWords(f"Slot {name!r} holds a {type(slot).__name__}, which is no slot.")

    def _columns(self, name: str, columns: Columns) -> dict[str, Any]:
        count, shown = len(columns.names), _NAMES_SHOWN if columns.shown is None else columns.shown
        if count and not shown:
            counted = self.say(Message("columns-counted", {"columns": Quantity(count, scale=_COUNT)}))
            return {
                name: counted,
                f"{name}-commas": counted,
                f"{name}-quoted": counted,
                f"{name}-n": count,
            }
        return {
            name: self.names(columns.names, shown),
            f"{name}-commas": self.listed(columns.names, shown),
            f"{name}-quoted": self.listed([f"'{one}'" for one in columns.names], shown),
            f"{name}-n": count,
        }

    def _quantity(self, name: str, quantity: Quantity) -> dict[str, Any]:
        value = quantity.value
        known = {
            name: self.quantity(quantity),
            f"{name}-size": self.quantity(quantity, value=abs(value)),
            f"{name}-number": self.quantity(quantity, unit=False),
            f"{name}-n": value,
            f"{name}-sign": "positive" if value > 0 else "negative" if value < 0 else "zero",
            f"{name}-clear": "exact",
            f"{name}-figure": self.figure(value),
            f"{name}-percent": self.percent(value),
            f"{name}-p": self.p_value(value),
        }
        if quantity.ci_95 is not None:
            low, high = quantity.ci_95
            finite = math.isfinite(low) and math.isfinite(high)
            known |= {
                f"{name}-low": self.quantity(quantity, unit=False, value=low),
                f"{name}-high": self.quantity(quantity, value=high),
                f"{name}-high-number": self.quantity(quantity, unit=False, value=high),
                f"{name}-clear": "unbounded" if not finite else "yes" if low > 0 or high < 0 else "no",
            }
        return known

    def _level(self, value: Level, column: ColumnProfile | None) -> str:
        """A level with its label; a large quantity grouped as its language does."""
        shown = level_text(value, column) if column is not None else _plain_level(value)
        large = isinstance(value, float) and value.is_integer() and 1e6 <= abs(value) < 1e15
        return self._decimal(float(value), 0) if large and shown.lstrip("-").isdigit() else shown

    def _scientific(self, value: float, digits: int) -> str:
        return f"{value:.{digits}e}".replace(".", get_decimal_symbol(self.language.locale))

    def _decimal(self, value: float, places: int) -> str:
        pattern = "#,##0" + ("." + "0" * places if places else "")
        text = format_decimal(round(value, places), format=pattern, locale=self.language.locale)
        return text.removeprefix("-") if not re.search(r"[1-9]", text) else text


def wording(code: str, profile: DataProfile | None = None) -> Wording:
    """The words of `code` ("en") about the table of `profile`. Raises `OptionError` for an unknown one."""
    return Wording(code, profile)


def message(id: str, /, **slots: Slot | str) -> Message:
    """A message with its slots by keyword: a text fills its slot as it is."""
    filled = {
        name.replace("_", "-"): Quoted(slot)
        if isinstance(slot, str) and not isinstance(slot, StrEnum)
        else slot
        for name, slot in slots.items()
    }
    return Message(id, filled)


def say(code: str, id: str, /, **slots: Slot | str) -> str:
    """One message in words, where no table is spoken of."""
    return Wording(code).say(message(id, **slots))


def named(profile: DataProfile | None, name: str) -> str:
    """`wt82_71 (weight change in kilograms)`: the name with its meaning, where that is short."""
    column = profile.get(name) if profile else None
    meaning = (column.meaning if column else None) or ""
    plain = name.replace("_", " ").casefold()
    if not meaning or len(meaning) > 60 or meaning.casefold() in plain or plain in meaning.casefold():
        return name
    return f"{name} ({meaning})"


def decimals_for(std_error: float | None, *, most: int = 6) -> int:
    """Decimal places that show two significant digits of the standard error.

    >>> decimals_for(0.48), decimals_for(12.3), decimals_for(0.0033)
    (2, 0, 4)
    """
    if std_error is None or not math.isfinite(std_error) or std_error <= 0:
        return 2
    return min(max(1 - math.floor(math.log10(std_error)), 0), most)


def _plain_level(value: Level) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def with_unit(text: str, unit: str | None) -> str:
    """The number and its unit; percent signs stand close.

    >>> with_unit("3.46", "kg"), with_unit("4", "%"), with_unit("4", None)
    ('3.46 kg', '4%', '4')
    """
    if not unit:
        return text
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}"


# Fluent refuses a slot of more characters: a guard against texts that grow by quoting each other.
_LONGEST_SLOT = 900


def _set_aside(arguments: dict[str, Any]) -> list[str]:
    """Long texts, replaced in `arguments` by a mark of two private characters and a place."""
    long: list[str] = []
    for name, value in arguments.items():
        if isinstance(value, str) and len(value) > _LONGEST_SLOT:
            arguments[name] = f"\ue000{len(long)}\ue001"
            long.append(value)
    return long


def _put_back(text: str, long: list[str]) -> str:
    return re.sub("\ue000(\\d+)\ue001", lambda mark: long[int(mark[1])], text) if long else text


def _tidy(text: str) -> str:
    """A slot that says nothing leaves no double space behind."""
    return re.sub(r"[ \t]{2,}", " ", text.replace("\n", " ")).strip()


@until_registered
def _bundle(code: str) -> FluentBundle:
    spoken = language(code)
    bundle = FluentBundle([spoken.locale.replace("_", "-")], use_isolating=False)
    messages, terms = _Entries(), _Entries()
    for text in spoken.words():
        starts = list(_ENTRY.finditer(text))
        ends = [start.start() for start in starts[1:]] + [len(text)]
        for start, end in zip(starts, ends, strict=True):
            term, name = start.groups()
            (terms if term else messages).texts.setdefault(name, text[start.start() : end])
    bundle._messages, bundle._terms = messages, terms
    return bundle


# A message begins where a line does; what belongs to it is indented.
_ENTRY = re.compile(r"^(-?)([A-Za-z][\w-]*) *=", re.MULTILINE | re.ASCII)


class _Entries(dict[str, Any]):
    """Messages or terms by id, each parsed when it is first used: an answer needs a tenth of them."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}

    def __contains__(self, id: object) -> bool:
        return id in self.texts

    def __missing__(self, id: str) -> Any:
        self[id] = next(item for item in FluentResource(self.texts[id]).body if hasattr(item, "id"))
        return self[id]
