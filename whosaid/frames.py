"""Tables of a run, and extraction in memory, as pandas frames."""

from flows.frames import frame_of, open_run

__all__ = ["frame_of", "open_run"]
