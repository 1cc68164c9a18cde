"""Measure one subject: python -m flows.evaluate SUBJECT …, and with --help what each wants."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import typer

SUBJECTS = {
    "language": ("flows.evaluate.language", "the language pipeline on the development sets, against its floors"),
    "gate": ("flows.gate.__main__", "quotations, speakers, claims and sources on articles of many outlets"),
    "rules": ("flows.gate.rules", "what each rule of extraction does and gains, on the gate's articles"),
    "rows": ("flows.evaluate.rows", "how much of what a run read lies in its claims"),
    "matching": ("flows.evaluate.matching", "stories, repeated quotations and claims on labelled stories"),
    "claims": ("flows.evaluate.claims", "groups of claims, on pairs and whole stories that annotators read"),
    "claim_pairs": ("flows.evaluate.claim_pairs", "scores of pairs of claims, on the older labels (extra train)"),
    "claim_encoders": ("flows.evaluate.claim_encoders", "what encoders would add to words (extra train)"),
}
"""By name the module whose ``main`` measures it, and what it measures."""


def main(arguments: Sequence[str]) -> int:
    """Measure the subject that the first argument names; return 2 when it names none."""
    if not arguments or arguments[0] not in SUBJECTS:
        lines = (f"  {name:16}{what}" for name, (_, what) in SUBJECTS.items())
        sys.stderr.write("\n".join(["python -m flows.evaluate SUBJECT …", *lines]) + "\n")
        return 2
    subject, *rest = arguments
    # what a subject needs is imported with it: some need torch, others nothing but NumPy
    module = import_module(SUBJECTS[subject][0])
    app = typer.Typer(add_completion=False)
    app.command()(module.main)
    app(rest, prog_name=f"python -m flows.evaluate {subject}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
