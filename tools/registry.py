"""Open registries: built-ins register the way a user's own code would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from tools.errors import OptionError

Item = TypeVar("Item")


class Registry(Generic[Item]):
    """Named items in the order they were registered.

    >>> SHAPES: Registry[type] = Registry("shape")
    >>> @SHAPES.register("circle")
    ... class Circle: ...
    >>> SHAPES["circle"] is Circle
    True
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._items: dict[str, Item] = {}

    def register(self, name: str) -> Callable[[Item], Item]:
        """Decorator that stores the item under `name`; a second item under one name is an error."""

        def store(item: Item) -> Item:
            if name in self._items and self._items[name] is not item:
                raise OptionError(
                    f"A {self._what} named {name!r} is registered already. Choose another name."
                )
            self._items[name] = item
            return item

        return store

    def remove(self, name: str) -> Item:
        """Take an item out, for instance one that was registered for a session only."""
        item = self[name]
        del self._items[name]
        return item

    def __getitem__(self, name: str) -> Item:
        try:
            return self._items[name]
        except KeyError:
            raise OptionError(
                f"There is no {self._what} named {name!r}. Known: {', '.join(self._items)}."
            ) from None

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)
