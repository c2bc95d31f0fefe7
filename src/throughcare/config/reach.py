"""What a function uses, through the helpers of its own module: for what is said or checked of every page and operation."""

import inspect
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any


def reach(function: Any, seen: set[Any] | None = None) -> tuple[set[str], set[int]]:
    """Names used and ids of objects reached by a page or operation."""
    seen = set() if seen is None else seen
    function = inspect.unwrap(function)
    if not isinstance(function, FunctionType) or function in seen:
        return set(), set()
    seen.add(function)
    names = {name for code in _codes(function.__code__) for name in code.co_names}
    found = [function.__globals__[name] for name in names if name in function.__globals__]
    objects = {id(one) for one in found}
    for one in found:
        if isinstance(one, FunctionType) and one.__module__ == function.__module__:
            more_names, more_objects = reach(one, seen)
            names, objects = names | more_names, objects | more_objects
    return names, objects


def reaches(function: Any, wanted: Any) -> bool:
    """Whether a function uses this very object."""
    return id(wanted) in reach(function)[1]


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code of a function and of those written inside it."""
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _codes(part)
