"""The table ``rejects``."""

from __future__ import annotations

from transforms.schema import Layer, Table, declare_text

REJECTS = Table(
    "rejects",
    Layer.EXTRACTED,
    "one row per input, or part of one, that could not be used",
    ("run_id", "source_uri", "reason", "detail"),
    (
        declare_text("source_uri", "The input, as given.", nullable=False),
        declare_text("reason", "Short code of the reason, e.g. not_utf8.", nullable=False),
        declare_text("detail", "What is wrong, where, and what to do.", nullable=False),
        declare_text(
            "run_id",
            "The run that met it: the one whose tables these are, or a later one that published none.",
            nullable=False,
        ),
    ),
)
