"""Terms of an analyst's formula as columns: `age^2`, `age:educ`, `a*b`, `C(state)`, `log(income)`.

A term is read by a small grammar and becomes a `Field` whose SQL and pandas code are built from those of the
columns that it names; nothing of it is ever evaluated, and a column that has the term's own name wins. The
vocabulary is that of R's and Patsy's model formulas (Chambers & Hastie 1992, Statistical Models in S, ch. 2):

| written | meaning |
|---|---|
| `x^2`, `x**2` | power, whole and from 2 to 9 |
| `a:b` | product; of levels, every combination of levels |
| `a*b`, `a × b` | `a + b + a:b` |
| `C(x)`, `factor(x)`, `i.x` | levels and not a quantity |
| `log(x)`, `log1p(x)`, `sqrt(x)`, `abs(x)` | of a quantity; missing where it does not exist |
| `a + b`, `a, b` | several terms in one text |

A name that is no column is read as the one column with the same letters and digits in another spelling
(`Pol_Info` for `pol.info`), else as the one column that starts with the same whole words, as Stata reads
unambiguous abbreviations (`age` for `age.group`; Stata User's Guide, 11.2.3), else as a usual name of a
derived column (`age2`, `age_sq`, `age_x_educ`, `log_income`). Each such reading is said in a note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tools.data.fields import BOOL, NUMBER, TEXT, TIME, Field, sql_text
from tools.data.table import Table
from tools.errors import DataError, unknown_column
from tools.messages import Column, Columns, Message, Quoted

# ---------------- How a name that is no column is read: another spelling, an unambiguous beginning, a usual


_SHORTEST = 3  # letters of a name that may stand for a longer one
_SEPARATORS = r"[\s._\-]+"
# What people call the columns that they derive, and the term that each stands for.
CONVENTIONS = (
    (re.compile(r"(?i)(?P<x>.*[^\d\W_])[_.]?(?P<power>[234])"), "{x}^{power}"),
    (re.compile(r"(?i)(?P<x>.+?)[_. ]?(?:sq|squared)"), "{x}^2"),
    (re.compile(r"(?i)(?P<x>.+?)[_. ]?cubed"), "{x}^3"),
    (re.compile(r"(?i)(?:log|ln)[_. ](?P<x>.+)"), "log({x})"),
    (re.compile(r"(?i)(?P<x>.+?)[_. ][x×][_. ](?P<y>.+)"), "{x}:{y}"),
)


def respelled(name: str, columns: Sequence[str]) -> str | None:
    """The one column with the same letters and digits."""
    return _only(columns, lambda column: _letters(column) == _letters(name)) if _letters(name) else None


def abbreviated(name: str, columns: Sequence[str]) -> str | None:
    """The one column that starts with the same whole words."""
    words = _words(name)
    if len(_letters(name)) < _SHORTEST:
        return None
    return _only(columns, lambda column: _words(column)[: len(words)] == words)


def _only(columns: Sequence[str], fits: Callable[[str], bool]) -> str | None:
    found = [column for column in columns if fits(column)]
    return found[0] if len(found) == 1 else None


def _letters(name: str) -> str:
    return re.sub(_SEPARATORS, "", name).casefold()


def _words(name: str) -> list[str]:
    return [word for word in re.split(_SEPARATORS, name.casefold()) if word]


MOST_LEVELS = 60  # of levels that are multiplied with a quantity: one column for each
_TIME_SHOWN = "%Y-%m-%d %H:%M:%S"
_FUNCTIONS: dict[str, tuple[str, str]] = {
    # SQL and pandas; both miss where the function does not exist.
    "log": ("CASE WHEN {0} > 0 THEN ln({0}) END", "np.log({0}.where({0} > 0))"),
    "ln": ("CASE WHEN {0} > 0 THEN ln({0}) END", "np.log({0}.where({0} > 0))"),
    "log1p": ("CASE WHEN {0} > -1 THEN ln(1 + {0}) END", "np.log(1 + {0}.where({0} > -1))"),
    "sqrt": ("CASE WHEN {0} >= 0 THEN sqrt({0}) END", "np.sqrt({0}.where({0} >= 0))"),
    "abs": ("abs({0})", "np.abs({0})"),
}


@dataclass(frozen=True)
class Part:
    """One column that a term stands for."""

    name: str
    sql: str
    code: str  # pandas, over `frame`
    levels: bool  # levels, or a quantity
    sources: tuple[str, ...]
    derived: bool = True  # False: a column of the table, as it is


@dataclass(frozen=True)
class Terms:
    """Formula terms as columns: those to adjust for, those that had to be made, and how names were read."""

    columns: tuple[str, ...]
    fields: tuple[Field, ...]
    notes: tuple[Message, ...]


def read_terms(terms: Iterable[str], table: Table) -> Terms:
    """Columns for formula terms.

    Raises:
        DataError: a term names no column, or asks for what a column cannot give (a power of levels).
    """
    reader = _Reader(table)
    parts = [part for term in terms for part in reader.sum(term)]
    unique = {part.name: part for part in parts}
    fields = [
        Field(part.name, TEXT if part.levels else NUMBER, part.sql, sources=part.sources, code=part.code)
        for part in unique.values()
        if part.derived
    ]
    return Terms(tuple(unique), tuple(fields), tuple(dict.fromkeys(reader.notes)))


def indicators(name: str, table: Table) -> tuple[Field, ...]:
    """One 0/1 column for each level of a text column but the first; none for a column of other kinds.

    Raises:
        DataError: more than `MOST_LEVELS` levels.
    """
    reader = _Reader(table)
    part = reader.term(name)[0]
    if not part.levels:
        return ()
    return tuple(
        Field(f"{name} = {level}", NUMBER, made.sql, sources=made.sources, code=made.code)
        for level in reader.other_levels(part)
        for made in [_in_level(part, Part("1", "1.0", "1.0", False, ()), level)]
    )


class _Reader:
    """Reads terms over one table; collects the notes."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.notes: list[Message] = []

    def sum(self, text: str) -> list[Part]:
        """`a + b`, `a, b`, or one term."""
        if self._column(text) is None:
            for sign in ("+", ","):
                pieces = _split(text, sign)
                if len(pieces) > 1:
                    return [part for piece in pieces for part in self.sum(piece)]
        return self.term(text)

    def term(self, text: str) -> list[Part]:
        text = text.strip()
        column = self._column(text)
        if column is not None:
            return [self._as_it_is(column)]
        for signs, read in ((("*", "×"), self._crossed), ((":",), self._product)):
            for sign in signs:
                pieces = _split(text.replace("**", "^"), sign)
                if len(pieces) > 1:
                    return read([self.term(piece) for piece in pieces])
        return self._power(text) or self._function(text) or self._named(text)

    def _crossed(self, factors: list[list[Part]]) -> list[Part]:
        alone = [part for factor in factors for part in factor]
        return alone + self._product(factors)

    def _product(self, factors: list[list[Part]]) -> list[Part]:
        product = factors[0]
        for factor in factors[1:]:
            product = [made for a in product for b in factor for made in self._times(a, b)]
        return product

    def _times(self, a: Part, b: Part) -> list[Part]:
        sources = tuple(dict.fromkeys((*a.sources, *b.sources)))
        name = f"{a.name}:{b.name}"
        if a.levels and b.levels:
            sql = f"({a.sql}) || ' / ' || ({b.sql})"
            return [Part(name, sql, f"({a.code}).str.cat({b.code}, sep=' / ')", True, sources)]
        if not a.levels and not b.levels:
            a, b = self._quantity(a), self._quantity(b)
            return [Part(name, f"({a.sql}) * ({b.sql})", f"({a.code}) * ({b.code})", False, sources)]
        levels, quantity = (a, self._quantity(b)) if a.levels else (b, self._quantity(a))
        return [_in_level(levels, quantity, level) for level in self.other_levels(levels)]

    def other_levels(self, part: Part) -> list[str]:
        """All levels but the first."""
        made = Field(part.name, TEXT, part.sql, sources=part.sources, code=part.code)
        values = self._table.with_fields([made]).frame([part.name]).iloc[:, 0]
        levels = sorted({str(value) for value in values.dropna()})
        if len(levels) > MOST_LEVELS:
            raise DataError(
                f"{part.name!r} has {len(levels)} levels; at most {MOST_LEVELS} can be multiplied with a "
                "quantity. Leave out the product, or group the levels first."
            )
        return levels[1:]

    def _power(self, text: str) -> list[Part] | None:
        pieces = _split(text.replace("**", "^"), "^")
        if len(pieces) == 1:
            return None
        base, power = "^".join(pieces[:-1]), pieces[-1]
        if power not in set("23456789"):
            raise DataError(
                f"The power in {text!r} is not a whole number from 2 to 9. Write, for instance, x^2."
            )
        times = int(power)
        return [
            Part(
                f"{part.name}^{times}",
                " * ".join([f"({part.sql})"] * times),
                " * ".join([f"({part.code})"] * times),
                False,
                part.sources,
            )
            for part in map(self._quantity, self.term(_unwrapped(base)))
        ]

    def _function(self, text: str) -> list[Part] | None:
        stata = re.fullmatch(r"i\.(\S+)", text)
        match = re.fullmatch(r"(\w*)\s*\((.*)\)", text, re.DOTALL)
        if stata is not None:
            return [self._levels(part) for part in self.term(stata[1])]
        if match is None or _closes_early(match[2]):
            return None
        name, inner = match[1], match[2]
        if name in ("", "I"):
            return self.sum(inner)
        if name.lower() in ("c", "factor", "as_factor"):
            return [self._levels(part) for part in self.term(inner)]
        if name.lower() not in _FUNCTIONS:
            known = ", ".join(("C", "factor", *_FUNCTIONS))
            raise DataError(f"{name!r} in the term {text!r} is no function that is known here: {known}.")
        sql, code = _FUNCTIONS[name.lower()]
        return [
            Part(
                f"{name.lower()}({part.name})",
                sql.format(f"({part.sql})"),
                code.format(f"({part.code})"),
                False,
                part.sources,
            )
            for part in map(self._quantity, self.term(inner))
        ]

    def _named(self, text: str) -> list[Part]:
        column = respelled(text, self._table.columns) or abbreviated(text, self._table.columns)
        if column is not None:
            self.notes.append(Message("data-read-as", {"text": Quoted(text), "column": Column(column)}))
            return [self._as_it_is(column)]
        for pattern, form in CONVENTIONS:
            match = pattern.fullmatch(text)
            names = match.groupdict() if match else {}
            if names and all(self._known(names[part]) for part in ("x", "y") if part in names):
                term = form.format(**names)
                made = self.term(term)
                read = Columns(tuple(part.name for part in made), shown=len(made))
                self.notes.append(Message("data-read-as-term", {"text": Quoted(text), "terms": read}))
                return made
        raise unknown_column(text, self._table.source, self._table.columns, DataError)

    def _known(self, name: str) -> bool:
        columns = self._table.columns
        return bool(self._column(name) or respelled(name, columns) or abbreviated(name, columns))

    def _column(self, text: str) -> str | None:
        """The column of this very name, with or without blanks around it."""
        return next((name for name in (text, text.strip()) if name in self._table.columns), None)

    def _as_it_is(self, name: str) -> Part:
        field = self._table.field(name)
        sql = f"CAST({field.sql} AS DOUBLE)" if field.kind == BOOL else field.sql
        return Part(name, sql, f"frame[{name!r}]", field.kind == TEXT, (name,), derived=False)

    def _quantity(self, part: Part) -> Part:
        if part.levels or any(self._table.field(name).kind == TIME for name in part.sources):
            raise DataError(f"{part.name!r} holds levels or times: it has no power, logarithm or product.")
        return part

    def _levels(self, part: Part) -> Part:
        name = f"C({part.name})"
        if part.levels:
            return part if part.derived else Part(name, part.sql, part.code, True, part.sources)
        if any(self._table.field(source).kind == TIME for source in part.sources):
            sql = f"strftime({part.sql}, '{_TIME_SHOWN}')"
            code = f"({part.code}).dt.strftime('{_TIME_SHOWN}').astype(object)"
        else:
            sql = f"format('{{:.15g}}', {part.sql})"
            code = f"({part.code}).map('{{:.15g}}'.format, na_action='ignore').astype(object)"
        return Part(name, sql, code, True, part.sources)


def _in_level(levels: Part, quantity: Part, level: str) -> Part:
    """The quantity in the rows of one level, 0 in the others."""
    inside = f"CASE WHEN ({levels.sql}) = {sql_text(level)} THEN 1.0 ELSE 0.0 END * ({quantity.sql})"
    sql = f"CASE WHEN ({levels.sql}) IS NOT NULL THEN {inside} END"
    is_level = f"(({levels.code}) == {level!r}).where(({levels.code}).notna()).astype(float)"
    sources = tuple(dict.fromkeys((*levels.sources, *quantity.sources)))
    return Part(
        f"{levels.name} = {level}:{quantity.name}", sql, f"{is_level} * ({quantity.code})", False, sources
    )


def _split(text: str, sign: str) -> list[str]:
    """The pieces between `sign` outside brackets."""
    pieces, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == sign and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += character
    return [piece.strip() for piece in pieces] if all(piece.strip() for piece in pieces) else [text]


def _closes_early(inner: str) -> bool:
    """Is the first bracket of `(inner)` closed before its end, as in `(a)(b)`?"""
    depth = 0
    for character in inner:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return True
    return depth != 0


def _unwrapped(text: str) -> str:
    text = text.strip()
    wrapped = text.startswith("(") and text.endswith(")") and not _closes_early(text[1:-1])
    return text[1:-1] if wrapped else text
