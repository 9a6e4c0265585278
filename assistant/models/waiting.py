"""Waiting for a slow call without being held by it: a wall-clock limit, and a way to give up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_TICK = 0.05  # seconds between two looks at whether the person gave up


class TimeUp(Exception):
    """The call took longer than it may."""


class Stopped(Exception):
    """The person gave up waiting."""


def call_within(call: Callable[[], T], seconds: float, stopped: Callable[[], bool]) -> T:
    """What `call` returns or raises. Raises `TimeUp` after `seconds`, `Stopped` when `stopped()` says so.

    A read timeout alone does not do: a server that sends a byte now and then would hold us for ever. The
    abandoned call runs on in a daemon thread until its own read timeout.
    """
    results: list[T] = []
    faults: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            results.append(call())
        except BaseException as fault:  # handed on below, in the thread of the caller
            faults.append(fault)
        finally:
            done.set()

    threading.Thread(target=run, daemon=True, name="askwhy-model").start()
    end = time.monotonic() + seconds
    while not done.wait(_TICK):
        if stopped():
            raise Stopped
        if time.monotonic() > end:
            raise TimeUp
    if faults:
        raise faults[0]
    return results[0]


def pause(seconds: float, stopped: Callable[[], bool]) -> None:
    """Sleep. Raises `Stopped` as soon as `stopped()` says so."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if stopped():
            raise Stopped
        time.sleep(min(_TICK, left))
