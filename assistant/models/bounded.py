"""A transport that does not read on for ever."""

from __future__ import annotations

from typing import Any

LONGEST_BODY = 4_000_000  # bytes that a reply may have


class TooMuch(Exception):
    """The body is longer than any honest reply."""


def bounded_transport(verify: bool) -> Any:
    """An httpx2 transport that raises `TooMuch` within a body longer than `LONGEST_BODY`."""
    import httpx2

    class Bounded(httpx2.HTTPTransport):
        """Breaks off a body that no honest reply needs."""

        def handle_request(self, request: Any) -> Any:
            answer = super().handle_request(request)
            answer.stream = _Limited(answer.stream)
            return answer

    class _Limited(httpx2.SyncByteStream):
        def __init__(self, stream: Any) -> None:
            self._stream = stream

        def __iter__(self) -> Any:
            size = 0
            for chunk in self._stream:
                size += len(chunk)
                if size > LONGEST_BODY:
                    raise TooMuch
                yield chunk

        def close(self) -> None:
            self._stream.close()

    return Bounded(verify=verify)
