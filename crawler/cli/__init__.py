"""The `naba` command line; `main` is its entry point."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command line; every user's mistake is a message and an exit code, never a traceback."""
    import sys

    from crawler.cli.app import app, errors
    from crawler.cli.commands import load_commands
    from crawler.cli.report import explain

    load_commands()
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # the outermost edge: known errors become messages
        code = explain(error, errors)
        if code is None:
            raise
        sys.exit(code)
