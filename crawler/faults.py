"""Keep a fault of our own code to the page, record or run that met it: one odd page must not stop the others.

`contained` is the only broad `except` of the project. It stands around code that reads what a stranger wrote; what it
returns says where our code failed, so that the bytes can be kept, the place be mended, and the page be read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

OUR_FAULT = "our fault"
"""The reason of what our own code failed at; in a receipt's failures the detail follows behind a colon."""

Given = ParamSpec("Given")
Result = TypeVar("Result")

_ROOT = Path(__file__).resolve().parent.parent
_OWN = {"crawler", "flows", "sql"}
"""The packages beside each other in _ROOT that are ours; where it is a site-packages folder, others lie there, too."""
_LONGEST = 200
"""Characters of an error's message that are kept: it may quote the whole page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What our code failed with, and where."""

    what: str
    """The error's type, and the beginning of its message."""
    place: str
    """The last line of our own code that was reached: file, line and function."""

    @property
    def detail(self) -> str:
        """Type and place in one line, as `rejected.detail` and `failures.reason` keep them."""
        return f"{self.what} at {self.place}"

    @property
    def reason(self) -> str:
        """The reason of a failed request whose answer our code failed at."""
        return f"{OUR_FAULT}: {self.detail}"


def fault_of(error: BaseException, trace: TracebackType | None = None) -> Fault:
    """Describe an error by its type, the beginning of its message, and the last place in our own code.

    `trace` is its traceback where the error itself has lost it, as in a Failure of Twisted's.

    >>> try:
    ...     int("五")
    ... except ValueError as error:
    ...     fault_of(error).what
    "ValueError: invalid literal for int() with base 10: '五'"
    """
    message = " ".join(str(error).split())[:_LONGEST]
    place = "an unknown place"
    for frame in reversed(extract_tb(trace or error.__traceback__)):
        file = Path(frame.filename)
        if file.is_relative_to(_ROOT) and file.relative_to(_ROOT).parts[0] in _OWN:
            place = f"{file.relative_to(_ROOT).as_posix()}:{frame.lineno}, {frame.name}"
            break
    name = type(error).__name__
    return Fault(what=f"{name}: {message}" if message else name, place=place)


def contained(read: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result | Fault:
    """Return what `read` gives for these arguments, or the Fault it raised. Interrupts and exits pass through.

    >>> contained(int, "5"), contained(int, "五").what
    (5, "ValueError: invalid literal for int() with base 10: '五'")
    """
    try:
        return read(*args, **kwargs)
    except Exception as error:  # noqa: BLE001  (the one gate: what a stranger's page brings out stays with the page)
        return fault_of(error)
