"""Train the language pipeline: prepare, train teachers and student, export, package, evaluate.

    python -m flows.train --corpora DIR [--config FILE] [--work DIR] [--target DIR] [--start PIPELINE]

Needs the `train` extra (torch). On two CPU cores the recipe takes two to five hours (docs/model_card.md); every step
but the last leaves a file in the work folder, and is skipped when that file is there. A training that was broken off
goes on from its last checkpoint, at most five minutes back.
"""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path

from prefect import flow, get_run_logger, task
from prefect.settings import (
    PREFECT_SERVER_ANALYTICS_ENABLED,
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS,
    temporary_settings,
)

from flows.train import recipe
from flows.train.evaluate import below, render


@flow(name="train", persist_result=False, validate_parameters=False)
def train_pipeline(corpora: Path, config: Path, work: Path, target: Path, start: Path | None = None) -> str:
    """Train on `corpora` by `config`, leave intermediate files in `work` and the pipeline in `target`.

    With `start`, a packaged pipeline, that one is trained on: it takes the place of bridge and teachers.
    Returns the figures as text. Raises ValueError when the MiniLM weights do not match their hash.
    """
    log = get_run_logger()
    plan = recipe.read_config(config)
    work.mkdir(parents=True, exist_ok=True)
    task(persist_result=False)(recipe.prepare_syntax)(corpora, plan, work)
    task(persist_result=False)(recipe.prepare_windows)(corpora, plan, work)
    if start:
        plan["teachers"]["folds"] = 0
        task(persist_result=False)(recipe.take_over)(plan, work, start)
    trainings = (recipe.train_bridge, recipe.train_parser, recipe.train_teachers)
    for step in (*trainings, recipe.teach_student, recipe.train_student):
        task(persist_result=False)(step)(plan, work)
    size = task(persist_result=False)(recipe.build)(plan, work, target)
    log.info("pipeline written to %s, %.1f MB", target, size / 1e6)
    report = task(persist_result=False)(recipe.evaluate_pipeline)(corpora, plan, work, target)
    log.info("figures on the development sets\n%s", render(report))
    for failure in below(report):
        log.warning("below the floor of the shipped pipeline: %s", failure)
    return render(report)


def main() -> None:
    """Parse the command line and run the flow."""
    logging.getLogger("flows.train").setLevel(logging.INFO)  # a training takes hours: show every fifty steps
    parser = argparse.ArgumentParser(description="Train the language pipeline.")
    parser.add_argument(
        "--corpora", type=Path, required=True, help="folder of the corpora that the configuration names"
    )
    parser.add_argument("--config", type=Path, default=recipe.CONFIG)
    parser.add_argument("--work", type=Path, default=Path("out/train"))
    parser.add_argument("--target", type=Path, default=Path("out/train/whosaid_en"))
    parser.add_argument("--start", type=Path, help="a packaged pipeline to train on, in place of training teachers")
    args = parser.parse_args()
    os.environ.setdefault("DO_NOT_TRACK", "1")
    # on a busy machine the embedded server takes longer than the twenty seconds it is given
    quiet = {PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: 120, PREFECT_SERVER_ANALYTICS_ENABLED: False}
    with temporary_settings(set_defaults=quiet):
        train_pipeline(args.corpora, args.config, args.work, args.target, args.start)


if __name__ == "__main__":
    main()
