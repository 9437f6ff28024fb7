"""`cppcc`: the one way in. A command is a few lines; what it does lives in the room it is named after.

What a command needs is imported when it runs: `cppcc halt` must not wait for a database's client.
"""

from __future__ import annotations

import sys

import typer

from crawler.errors import BusyError, CppccError, HaltedError
from flows.cli import collect, operate, read, sites, tools, watching
from flows.cli.terminal import complain
from flows.outcome import EXIT_CODES

app = typer.Typer(
    help="Keeps every news item published by the Chinese People's Political Consultative Conference in Postgres.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for each in (collect, sites, read, operate, watching, tools):
    app.add_typer(each.commands)


def main() -> None:
    """Run the command line; what this project can explain is one line on standard error, never a traceback."""
    try:
        code = app(standalone_mode=False)
    except (HaltedError, BusyError) as error:
        complain(str(error))
        sys.exit(EXIT_CODES["halted" if isinstance(error, HaltedError) else "in another run"])
    except CppccError as error:
        complain(str(error))
        sys.exit(1)
    except typer.TyperException as error:
        complain(f"{error.format_message()} (see cppcc --help)")
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted; the next run takes up what was landed")
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
