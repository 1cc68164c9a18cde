"""The command line's entry point."""

from flows.cli import main

__all__ = ["main"]
