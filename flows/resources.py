"""Where the files that come with whosaid lie: the same places in a checkout and in an installed package."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from transforms.seeds import SEED_COLUMNS, SeedError, Seeds, parse_seeds

ROOT = Path(__file__).resolve().parent.parent
SEEDS_DIR = ROOT / "seeds"
SQL_DIR = ROOT / "sql"
DBT_FOLDERS = ("macros", "models", "seeds", "tests")
"""The folders of ``sql/`` that are the dbt project; the others hold queries, a folder for each part that asks them."""

WEIGHTS_DIR = ROOT / "data" / "models"
LEXICON_DIR = ROOT / "data" / "lexicon"
MODEL_DIR = WEIGHTS_DIR / "whosaid_en"
CODE_VERSION = version("whosaid")
AGENT = f"whosaid/{CODE_VERSION}"
"""The name under which sites know us when we fetch."""


_Texts = tuple[tuple[str, str], ...]
"""Files by name, with what they hold."""


class PipelineError(OSError):
    """A language pipeline is not where it was said to be; the message names the place and says what to do."""


def check_pipelines(model: Path, pipeline: str | None) -> None:
    """Make sure that the language pipelines can be found, without loading them.

    Raises:
        PipelineError: ``model`` holds no pipeline, or ``pipeline`` is neither a folder with one nor a package.
    """
    if not _is_pipeline(model):
        raise PipelineError(f"{model} holds no language pipeline (no meta.json); name its folder with --model")
    if pipeline is None or _is_pipeline(Path(pipeline)):
        return
    try:
        distribution(pipeline)
    except (PackageNotFoundError, ValueError) as error:
        raise PipelineError(
            f"there is no spaCy pipeline '{pipeline}', neither a folder nor an installed package; install it, or "
            "leave out --pipeline to use the one that comes with whosaid"
        ) from error


def _is_pipeline(folder: Path) -> bool:
    return (folder / "meta.json").is_file()


@cache
def read_query(name: str) -> str:
    """Return the SQL of a query, named as ``part/query``, such as ``site/index_stories``.

    Raises:
        FileNotFoundError: ``sql/`` holds no such query.
    """
    return (SQL_DIR / f"{name}.sql").read_text(encoding="utf-8")


def list_project_files() -> list[Path]:
    """Return the files of the dbt project, and the macros that every warehouse gets."""
    inside = (path for folder in DBT_FOLDERS for path in (SQL_DIR / folder).rglob("*"))
    files = (*SQL_DIR.glob("*.yml"), *SQL_DIR.glob("*.sql"), *inside)
    return sorted(path for path in files if path.is_file() and "__pycache__" not in path.parts)


def list_queries() -> list[Path]:
    """Return the files of all queries beside the dbt project."""
    return sorted(path for path in SQL_DIR.glob("*/*.sql") if path.parent.name not in DBT_FOLDERS)


@lru_cache(maxsize=1)
def load_weights() -> dict[str, dict[str, dict[str, float]]]:
    """Read the fitted weights that ship, by model and kind."""
    models = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(WEIGHTS_DIR.glob("*.json"))}
    return {name: model["weights"] for name, model in models.items() if "weights" in model}


def load_seeds(place: Path) -> Seeds:
    """Read and check the seed files of a folder, or those that come with whosaid with one file on top of them.

    Raises:
        SeedError: a file is missing, is not UTF-8, or has a broken row; the message names file, line and column.
    """
    folder, own = split_seeds(place)
    texts = ((name, folder / f"{name}.csv") for name in SEED_COLUMNS)
    found = tuple((name, _read_seed(path)) for name, path in texts if path.exists())
    try:
        return _parse_seeds(found, ((own.stem, _read_seed(own)),) if own else ())
    except SeedError as error:
        raise SeedError(f"{place}: {error}") from error


@lru_cache(maxsize=4)  # a run's stages read the same files
def _parse_seeds(texts: _Texts, on_top: _Texts) -> Seeds:
    return parse_seeds(dict(texts), load_weights(), dict(on_top))


@lru_cache(maxsize=1)
def load_shipped_seeds() -> Seeds:
    """Return the seeds that come with whosaid."""
    return load_seeds(SEEDS_DIR)


def split_seeds(place: Path) -> tuple[Path, Path | None]:
    """Return the folder with all seed files, and the file that goes on top of them, if one was named.

    Raises:
        SeedError: the file has not the name of a seed file.
    """
    if place.suffix != ".csv" or place.is_dir():
        return place, None
    if place.stem not in SEED_COLUMNS:
        known = ", ".join(f"{name}.csv" for name in SEED_COLUMNS)
        raise SeedError(f"{place}: no seed file has that name; call it as the one it adds to: {known}")
    return SEEDS_DIR, place


def _read_seed(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SeedError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise SeedError(f"{path}: cannot be read ({error.strerror}); check that it is there and may be read") from error
