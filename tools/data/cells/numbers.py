"""Columns of numbers: codes for missing values, two units, slips of the pen, a lone 1 beside empty cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tools.data.cells.codes import Codes, codes_seen, codes_told, is_no_value, told_everywhere
from tools.data.cells.scales import Scales, Slip, two_scales
from tools.data.codebook import ColumnNote
from tools.data.fields import NUMBER, Field
from tools.data.profile import column_kind, column_statistics
from tools.data.table import Table
from tools.messages import Column, Message, Slot, counted, exact
from tools.text.names import name_words
from tools.types import AccountEntry, CellAction, ColumnKind

__all__ = ["read_numbers"]

Array = NDArray[np.float64]

_AT_ONCE = 20_000_000  # cells that are held at once
_MARKED = 0.05
_MONEY = re.compile(r"(?i)\b(?:eur|euros?|usd|dollars?|gbp|pounds?|chf|francs?|yuan|rmb|cents?)\b|[$€£¥元]")
_MONEY_WORDS = {"price", "cost", "fee", "fare", "preis", "kosten", "gebühr"}
# Two units of one family in the words about a column.
_TWO_UNITS = tuple(
    (re.compile(first, re.IGNORECASE), re.compile(second, re.IGNORECASE))
    for first, second in (
        (r"\bgrams?\b|\bg\b|\bgramm\b|(?<!千)克",
         r"\bkilograms?\b|\bkilos?\b|\bkg\b|\bkilogramm\b|公斤|千克"),
        (r"\bkg\b|\bkilograms?\b|公斤|千克", r"\btons?\b|\btonnes?\b|\btonnen?\b|吨"),
        (r"\bcm\b|\bcenti|\bzentimeter\b|厘米", r"\bm\b|\bmet(?:er|re)s?\b|\bmetern?\b|(?<![厘毫分千])米"),
        (r"\bmm\b|\bmilli|毫米", r"\bm\b|\bmet(?:er|re)s?\b|\bmetern?\b|(?<![厘毫分千])米"),
        (r"\bm\b|\bmet(?:er|re)s?\b|\bmetern?\b", r"\bkm\b|\bkilomet|公里|千米"),
        (r"%|\bpercent|\bprozent|百分",
         r"\bshares?\b|\bfractions?\b|\bproportions?\b|\banteile?\b"
         r"|0\s*(?:to|-|–|bis|到|至)\s*1\b|比例|小数"),
        (r"\bcents?\b|分", r"\beuros?\b|\bdollars?\b|元"),
        (r"\bml\b|\bmillilit|毫升", r"\bl\b|\blit(?:er|re)s?\b|升"),
        (r"\bthousand|\btausend|\btsd\b|千", r"\beuros?\b|\bdollars?\b|\bfull\b|元"),
    )
)  # fmt: skip


def read_numbers(table: Table, notes: Mapping[str, ColumnNote], description: str) -> Table:
    """Codes for missing values become missing and two units one, where nothing else can be meant."""
    fields = [field for field in table.fields if field.kind == NUMBER and not field.sources]
    entries = [note.description or "" for note in notes.values()]
    everywhere = told_everywhere(description, entries) if description else ()
    together = table.rows * len(fields) <= _AT_ONCE
    frame = table.frame([field.name for field in fields]) if together and fields else None
    read: dict[str, Field] = {}
    account: list[AccountEntry] = []
    for field in fields:
        column = frame[field.name] if frame is not None else table.frame([field.name])[field.name]
        values = column.to_numpy(dtype=float)
        note = notes.get(field.name, ColumnNote())
        new, said = _read(table, field, values, note, everywhere)
        if new is not None:
            read[field.name] = new
        account += said
    return table.reread(read, account) if read or account else table


def _read(
    table: Table, field: Field, values: Array, note: ColumnNote, everywhere: tuple[float, ...]
) -> tuple[Field | None, list[AccountEntry]]:
    marked = _marked(field, values, note)
    if marked is not None:
        return marked
    new: Field | None = None
    said: list[AccountEntry] = []
    told = _told(values, note, everywhere)
    if told:
        new = _without(field, told)
        gone = np.isin(values, told)
        said.append(_of_codes("cells-code-told", field.name, told, int(gone.sum())))
        values = np.where(gone, np.nan, values)
    labelled = frozenset(
        float(level)
        for level, label in note.level_labels
        if not isinstance(level, str) and not is_no_value(label)
    )
    money = bool(
        _MONEY.search(f"{note.unit or ''} {field.unit or ''}") or set(name_words(field.name)) & _MONEY_WORDS
    )
    seen = codes_seen(values, labelled=labelled, money=money)
    scales = two_scales(values, told=_two_units(note)) if seen is None or not seen.sure else None
    if (seen is not None or scales is not None) and _is_label(table, field, note):
        return new, said
    if seen is not None:
        said.append(_about_codes(field.name, seen))
        if seen.sure:
            new = _without(new or field, seen.values)
            values = np.where(np.isin(values, seen.values), np.nan, values)
            scales = two_scales(values, told=_two_units(note))
    if scales is not None:
        said.append(_about_scales(field.name, scales))
        if scales.sure:
            new = _rescaled(new or field, scales)
    return new, said


def _is_label(table: Table, field: Field, note: ColumnNote) -> bool:
    """Do the numbers name rows or levels, so that no order among them means anything?"""
    kind = column_kind(column_statistics(table, [field])[0], note)
    return kind in (ColumnKind.IDENTIFIER, ColumnKind.CATEGORY)


def _marked(field: Field, values: Array, note: ColumnNote) -> tuple[Field, list[AccountEntry]] | None:
    """A column of 1 and nothing else: empty is no."""
    present = np.isfinite(values)
    gaps, ones = int((~present).sum()), int(present.sum())
    if min(gaps, ones) < max(3, _MARKED * len(values)) or bool((values[present] != 1).any()):
        return None
    if any(level in (0, "0") for level, _ in note.level_labels):
        return None
    shown = f"frame[{field.name!r}]"
    slots: dict[str, Slot] = {
        "column": Column(field.name),
        "mark": Message("cells-one"),
        "rows": counted(gaps),
    }
    read = replace(
        field,
        sql=f"coalesce({field.sql}, 0.0)",
        cleaned_as=field.cleaned_as or field.kind,
        reading=(*field.reading, f"{shown} = {shown}.fillna(0.0)"),
    )
    return read, [AccountEntry(CellAction.RECODED, Message("cells-mark", slots), field.name, gaps)]


def _told(values: Array, note: ColumnNote, everywhere: tuple[float, ...]) -> tuple[float, ...]:
    """The codes that are told and that the column holds; one told of all columns only outside the rest."""
    told = set(codes_told(note.description or ""))
    told |= {
        float(level)
        for level, label in note.level_labels
        if not isinstance(level, str) and level not in (0, 1) and is_no_value(label)
    }
    present = values[np.isfinite(values)]
    held = {code for code in told if bool((present == code).any())}
    rest = present[~np.isin(present, [*held, *everywhere])]
    if len(rest):
        low, high = float(rest.min()), float(rest.max())
        held |= {code for code in everywhere if not low <= code <= high and bool((present == code).any())}
    return tuple(sorted(held))


def _without(field: Field, codes: tuple[float, ...]) -> Field:
    listed = ", ".join(map(repr, codes))
    shown = f"frame[{field.name!r}]"
    value = f"({field.sql})"
    return replace(
        field,
        sql=f"CASE WHEN {value} NOT IN ({listed}) THEN {value} END",
        cleaned_as=field.cleaned_as or field.kind,
        reading=(*field.reading, f"{shown} = {shown}.mask({shown}.isin({list(codes)!r}))"),
    )


def _rescaled(field: Field, scales: Scales) -> Field:
    shown, value = f"frame[{field.name!r}]", f"({field.sql})"
    sign, limit = ("<", scales.below) if scales.below is not None else (">", scales.above)
    sql = f"{value} * {scales.factor!r}"
    code = f"{shown} * {scales.factor!r}"
    if scales.slip is Slip.THOUSANDS:
        sql, code = f"round({sql})", f"({code}).round()"
    # Zero is zero in every unit.
    odd = f"{value} {sign} {limit!r} AND {value} <> 0"
    return replace(
        field,
        sql=f"CASE WHEN {odd} THEN {sql} ELSE {value} END",
        cleaned_as=field.cleaned_as or field.kind,
        reading=(*field.reading, f"{shown} = {shown}.mask({shown} {sign} {limit!r}, {code})"),
    )


def _two_units(note: ColumnNote) -> bool:
    text = note.description or ""
    return any(first.search(text) and second.search(text) for first, second in _TWO_UNITS)


def _of_codes(id: str, name: str, codes: tuple[float, ...], rows: int, **more: Slot) -> AccountEntry:
    listed = tuple(Message("cells-code", {"code": exact(code)}) for code in codes)
    slots: dict[str, Slot] = {"column": Column(name), "codes": listed, "rows": counted(rows), **more}
    action = CellAction.SUSPECTED if id == "cells-code-suspected" else CellAction.MISSING
    return AccountEntry(action, Message(id, slots), name, rows)


def _about_codes(name: str, codes: Codes) -> AccountEntry:
    id = "cells-code-seen" if codes.sure else "cells-code-suspected"
    return _of_codes(id, name, codes.values, codes.rows, least=exact(codes.least), most=exact(codes.most))


def _about_scales(name: str, scales: Scales) -> AccountEntry:
    slots: dict[str, Slot] = {
        "column": Column(name),
        "rows": counted(scales.rows),
        "factor": exact(scales.factor if scales.factor >= 1 else float(f"{1 / scales.factor:.6g}")),
        "odd-least": exact(scales.odd[0]),
        "odd-most": exact(scales.odd[1]),
        "least": exact(scales.rest[0]),
        "most": exact(scales.rest[1]),
    }
    way = "up" if scales.factor >= 1 else "down"
    id = f"cells-{scales.slip}-{way}" if scales.sure else f"cells-{scales.slip}-suspected"
    if scales.sure and scales.slip in (Slip.UNIT, Slip.SHARE):
        id = f"cells-unit-{way}"
    if not scales.sure:
        id = "cells-typing-suspected" if scales.slip is Slip.TYPING else "cells-unit-suspected"
    action = CellAction.RECODED if scales.sure else CellAction.SUSPECTED
    return AccountEntry(action, Message(id, slots), name, scales.rows)
