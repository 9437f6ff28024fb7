"""`cppcc`: the one way in. A command is a few lines; what it does lives in the room it is named after.

What a command needs is imported when it runs: `cppcc halt` must not wait for a database's client.
"""

from __future__ import annotations

import logging
import sys
import threading

import typer

from crawler.errors import BusyError, HaltedError
from flows.cli import collect, operate, read, sites, tools, watching
from flows.faults import Explained, thread_ended
from flows.outcome import EXIT_CODES
from flows.terminal import complain, speak_any_language

app = typer.Typer(
    help="Keeps every news item published by the Chinese People's Political Consultative Conference in Postgres.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for each in (collect, sites, read, operate, watching, tools):
    app.add_typer(each.commands)


INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it; what typer gives for one, too."""


def main() -> None:
    """Run the command line; whatever goes wrong is one line on standard error, never a traceback."""
    speak_any_language()
    threading.excepthook = thread_ended
    logging.raiseExceptions = False  # what Prefect cannot log, it would say on the terminal, once for each line
    with Explained():
        try:
            code = app(standalone_mode=False)
        except (HaltedError, BusyError) as error:
            complain(str(error))
            sys.exit(EXIT_CODES["halted" if isinstance(error, HaltedError) else "in another run"])
        except typer.TyperException as error:
            complain(f"{error.format_message()} (see cppcc --help)")
            sys.exit(2)
        except (KeyboardInterrupt, typer.Abort):
            code = INTERRUPTED
    if code == INTERRUPTED:
        complain("interrupted; the next run takes up what was landed")
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
