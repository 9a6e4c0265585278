"""One thread a matrix product, and one that reads ahead."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from threadpoolctl import ThreadpoolController

Item = TypeVar("Item")
DEPTH = 2  # items read ahead


@cache
def _libraries(apis: tuple[str, ...]) -> list[Any]:
    # Finding the libraries takes milliseconds, as long as a scan of ten thousand rows.
    found: list[Any] = ThreadpoolController().select(user_api=list(apis)).lib_controllers
    return found


@contextmanager
def one_thread(*apis: str) -> Iterator[None]:
    """Limits the linear algebra to one thread inside the `with`; ("blas", "openmp") limits loops too.

    Libraries are looked for once: those count that the process has loaded when an API is first limited.

    The matrices are thin, so that threads wait for one another more than they work; and pools inside the
    caller's pools slow each other down.
    """
    # Not `ThreadpoolController.limit`: it asks each library for its version and more, every time.
    many = [
        (library, threads)
        for library in _libraries(apis or ("blas",))
        if (threads := library.get_num_threads()) > 1
    ]
    for library, _ in many:
        library.set_num_threads(1)
    try:
        yield
    finally:
        for library, threads in many:
            library.set_num_threads(threads)


def ahead(items: Iterator[Item]) -> Generator[Item, None, None]:
    """The same items in the same order, made by a thread that is a little ahead of the one that uses them.

    An exception of the maker is raised where the item would have come. Leaving the loop stops the maker.
    """
    made: queue.Queue[tuple[Item | None, BaseException | None]] = queue.Queue(DEPTH)
    left = threading.Event()

    def put(item: Item | None, error: BaseException | None) -> None:
        while not left.is_set():
            try:
                made.put((item, error), timeout=0.1)
                return
            except queue.Full:
                continue

    def make() -> None:
        try:
            for item in items:
                put(item, None)
                if left.is_set():
                    return
            put(None, None)
        except BaseException as error:  # raised again by the reader
            put(None, error)
        finally:
            if isinstance(items, Generator):
                items.close()

    maker = threading.Thread(target=make, name="askwhy-read-ahead", daemon=True)
    maker.start()
    try:
        while True:
            item, error = made.get()
            if error is not None:
                raise error
            if item is None:
                return
            yield item
    finally:
        left.set()
        maker.join()
