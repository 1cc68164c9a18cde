"""What stands behind a run's rows, as hashes: what rests on a part that has changed since the last run is done anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flows.manifest import hash_file
from flows.resources import LEXICON_DIR, ROOT, SQL_DIR, WEIGHTS_DIR, list_project_files, list_queries, split_seeds
from flows.settings import Settings
from transforms.seeds import SEED_COLUMNS

_BESIDE_EXTRACTION = frozenset({"columns", "page_boxes", "page_phrases", "entity_aliases"})
"""Seeds that no article's own rows depend on, but through its text: of reading, and of who is who in the corpus."""

_READING_OPTIONS = ("outlet", "published_at", "encoding", "columns", "day_first")
_PACKAGES = ("spacy", "onnxruntime", "tokenizers")
_PAGE_PACKAGES = ("duckdb", "jinja2", "markupsafe")
_OTHER_PACKAGES = ("duckdb", "pyarrow", "dbt-core", "dbt-duckdb", "scipy", "numpy", "rapidfuzz", "trafilatura", "lxml")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Hashes of what stands behind a run, by name: ``code``, ``pipeline``, ``weights``, ``seeds/cues.csv`` …"""

    parts: Mapping[str, str]

    @property
    def extraction(self) -> str:
        """What shapes the rows of every article."""
        return self._hash(
            name
            for name in self.parts
            if name in ("code", "pipeline", "weights", "packages")
            or (name.startswith("seeds/") and Path(name).stem not in _BESIDE_EXTRACTION)
        )

    @property
    def reading(self) -> str:
        """What shapes the articles that a file gives."""
        shaping = ("code", "readers", "options", "other packages")
        return self._hash(name for name in self.parts if name.startswith("seeds/") or name in shaping)

    @property
    def matching(self) -> str:
        """What shapes the matches of articles whose rows are the same."""
        return self._hash(("code", "flows", "weights", "packages", "other packages"))

    @property
    def whole(self) -> str:
        """All of it."""
        return self._hash(self.parts)

    def name_changes(self, before: Mapping[str, str]) -> list[str]:
        """Return what has changed, or come or gone, since a run before."""
        names = sorted(self.parts.keys() | before.keys())
        return [name for name in names if self.parts.get(name) != before.get(name)]

    def _hash(self, names: Iterable[str]) -> str:
        return hashlib.sha256("\n".join(f"{name} {self.parts[name]}" for name in sorted(names)).encode()).hexdigest()


def take_fingerprint(settings: Settings) -> Fingerprint:
    """Hash code, language pipeline, fitted weights, seeds, SQL and the options that reading depends on."""
    flows = ROOT / "flows"
    seeds_dir, own = split_seeds(settings.seeds_dir)
    seeds = {f"seeds/{n}.csv": seeds_dir / f"{n}.csv" for n in SEED_COLUMNS}
    if own:
        seeds[f"seeds/own/{own.name}"] = own
    options = repr([getattr(settings, name) for name in _READING_OPTIONS])
    packages = [*_PACKAGES, *([settings.pipeline] if settings.pipeline else [])]
    parts = {
        "code": hash_code(),
        "readers": _hash_files([*(flows / "readers").rglob("*.py"), flows / "ingest.py"], ROOT),
        "flows": _hash_files([*flows.rglob("*.py"), *list_queries()], ROOT),
        "sql": _hash_files(list_project_files(), SQL_DIR),
        "weights": _hash_files([*WEIGHTS_DIR.glob("*.json"), *LEXICON_DIR.glob("*.csv")], ROOT),
        "pipeline": _hash_pipelines(settings),
        "packages": " ".join(map(_name_package, packages)),
        "other packages": " ".join(map(_name_package, _OTHER_PACKAGES)),
        "options": options,
        **{name: hash_file(path) for name, path in seeds.items() if path.is_file()},
    }
    return Fingerprint(parts)


def hash_code() -> str:
    """Hash the code that makes an article's rows."""
    return _hash_files([*(ROOT / "transforms").rglob("*.py"), ROOT / "flows" / "extraction.py"], ROOT)


def hash_pages() -> str:
    """Hash what makes pages of a warehouse's rows."""
    pages = (file for folder in (ROOT / "flows" / "site", SQL_DIR / "site") for file in folder.rglob("*"))
    files = [*(ROOT / "transforms").rglob("*.py"), *pages, ROOT / "flows" / "escape.py"]
    return f"{_hash_files(files, ROOT)} {' '.join(map(_name_package, _PAGE_PACKAGES))}"


def _hash_pipelines(settings: Settings) -> str:
    folders = [settings.model, *([Path(settings.pipeline)] if settings.pipeline else [])]
    return " ".join(_hash_files(folder.rglob("*"), folder) for folder in folders)


def _hash_files(files: Iterable[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(root)} {hash_file(file)}\n".encode())
    return digest.hexdigest()


@lru_cache
def _name_package(name: str) -> str:
    """Return the name with the version of the package, if it is one."""
    try:
        return f"{name} {version(name)}"
    except (PackageNotFoundError, ValueError):
        return name
