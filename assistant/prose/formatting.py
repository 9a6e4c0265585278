"""Numbers for people: as many digits as the uncertainty supports, and no more."""

from __future__ import annotations

import math

__all__ = ["decimals_for", "level_number", "number", "percent", "with_unit"]


def decimals_for(std_error: float | None, *, most: int = 6) -> int:
    """Decimal places that show two significant digits of the standard error.

    >>> decimals_for(0.48), decimals_for(12.3), decimals_for(0.0033)
    (2, 0, 4)
    """
    if std_error is None or not math.isfinite(std_error) or std_error <= 0:
        return 2
    return min(max(1 - math.floor(math.log10(std_error)), 0), most)


def number(value: float | None, std_error: float | None = None) -> str:
    """`value` rounded by its standard error, or to three significant digits without one.

    >>> number(3.4613, 0.48), number(-1234567.0), number(None)
    ('3.46', '-1,230,000', 'not available')
    """
    if value is None or math.isnan(value):
        return "not available"
    if math.isinf(value):
        return "unbounded"
    if std_error is not None:
        return _no_negative_zero(f"{value:,.{decimals_for(std_error)}f}")
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    if exponent < -5:
        return f"{value:.2e}"
    rounded = round(value, 2 - exponent)
    return _no_negative_zero(f"{rounded:,.{max(2 - exponent, 0)}f}")


def with_unit(text: str, unit: str | None) -> str:
    """The number and its unit; percent signs stand close.

    >>> with_unit("3.46", "kg"), with_unit("4", "%"), with_unit("4", None)
    ('3.46 kg', '4%', '4')
    """
    if not unit:
        return text
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}"


def level_number(value: str | float | bool | None) -> str:
    """A level of a column as people write it.

    >>> level_number(12.0), level_number("north")
    ('12', 'north')
    """
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def percent(share: float) -> str:
    """
    >>> percent(0.183)
    '18%'
    """
    return f"{100 * share:.0f}%"


def _no_negative_zero(text: str) -> str:
    return text.removeprefix("-") if text.strip("-0.,") == "" else text
