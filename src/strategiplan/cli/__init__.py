"""How you ask: the command line."""

from strategiplan.cli.main import main

__all__ = ["main"]
