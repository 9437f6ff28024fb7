"""The terminal: every line of `cppcc` reaches it through this module, and text stays text on the way.

What a page, the store or a person says may look like rich's markup, or hold escape sequences that a terminal obeys.
The two consoles here read no markup, and let no control character through: neither in a line nor in a table's cell, a
status or a progress bar, since rich renders all of them by `Console.render`.
"""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from io import RawIOBase, TextIOWrapper
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.console import ConsoleOptions, RenderableType
    from rich.segment import Segment

# Control characters (C0 but for tab and line feed, DEL, C1), and the marks of Unicode's bidirectional algorithm that
# turn around or set apart the text of others (UAX #9: embeddings, overrides and isolates).
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair: what an argument in another encoding becomes; no terminal can be sent one."""


def harmless(text: str) -> str:
    r"""Return `text` without what a terminal would obey instead of showing it.

    >>> harmless("政协\x1b]0;PWNED\x07\u202e委员")
    '政协]0;PWNED委员'
    """
    return text if text.isprintable() else _HALF.sub("\N{REPLACEMENT CHARACTER}", _COMMANDS.sub("", text))


class Terminal(Console):
    """A console to which all text is plain; only styles of our own make colour.

    >>> console = Terminal(width=40)
    >>> with console.capture() as captured:
    ...     console.print("404 [bold]页面[/b] :smile: \\x1b[31m")
    >>> captured.get()
    '404 [bold]页面[/b] :smile: [31m\\n'
    """

    def __init__(self, *, stderr: bool = False, width: int | None = None) -> None:
        super().__init__(stderr=stderr, width=width, markup=False, emoji=False, highlight=False)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render as rich does, without what a terminal would obey; what rich itself tells a terminal stays.

        The characters that go are no cells wide, so that columns stay where they are.
        """
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=harmless(segment.text))


# A pipe has no width; a hundred columns keep a title on one line in most logs.
_out = Terminal(width=None if sys.stdout.isatty() else 140)
err = Terminal(stderr=True)
"""Standard error, for what rich itself has to keep up to date there."""


@contextmanager
def as_file(stream: str) -> Iterator[None]:
    """Raise the operating system's refusals with the name of the stream, as those of files have theirs."""
    try:
        yield
    except BrokenPipeError:  # a reader that has seen enough
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, stream) from error


def say(*what: RenderableType, wrap: bool = True) -> None:
    """Print a result on standard output. Without `wrap`, a line is as long as it is, so that it can be copied."""
    with as_file("standard output"):
        _out.print(*what, soft_wrap=not wrap)


def remark(*what: RenderableType, wrap: bool = True) -> None:
    """Print on standard error what stands beside the result."""
    with as_file("standard error"):
        err.print(*what, soft_wrap=not wrap)


def complain(message: str) -> None:
    """Print one line on standard error, whatever the message came from."""
    remark(f"cppcc: {' '.join(message.split())}", wrap=False)


def speak_any_language() -> None:
    """Let no character end a line that the encoding of standard output lacks: it is shown by its number."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def pour(text: str) -> None:
    """Write `text` to standard output exactly as it is, in UTF-8, for another program; to a terminal, what is harmless.

    Half of a surrogate pair, which UTF-8 has no bytes for, becomes U+FFFD as everywhere.
    """
    with as_file("standard output"):
        sys.stdout.flush()
        poured().write(_HALF.sub("\N{REPLACEMENT CHARACTER}", text).encode())
        sys.stdout.flush()


class _Shown(RawIOBase):
    """Bytes in UTF-8 on their way to a terminal."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        given = bytes(data)
        sys.stdout.write(harmless(given.decode(errors="replace")))
        return len(given)


def poured() -> BinaryIO:
    """Return standard output for a file that is written to it; what `pour` says holds here, too."""
    return cast("BinaryIO", _Shown()) if sys.stdout.isatty() else sys.stdout.buffer


@contextmanager
def busy(words: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being done while the block lasts; what is given tells it what is done by now."""
    with err.status(Text(words)) as status:
        yield lambda now: status.update(Text(now))
