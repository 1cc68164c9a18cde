"""The site where readers find it: one link in the run's folder, so that they see an old site or a new one."""

from __future__ import annotations

import shutil
from pathlib import Path

from flows.manifest import ManifestError, read_manifest, write_manifest
from flows.query import open_warehouse
from flows.storage import CURRENT, OutputError, explain_device, find_current, lock_output, replace_link
from flows.warehouse import WAREHOUSE

SITE = "site"
"""The link to the newest site, in the folder of a run and, through it, in the output folder."""

INDEX_PAGE = f"{SITE}/index.html"
"""The page to begin with, in the output folder."""


def publish_site(folder: Path, earlier: Path | None = None) -> None:
    """Write the site of a run from its warehouse, and put it in the place of the one before.

    Args:
        folder: the run's.
        earlier: the folder of a run before, unharmed: pages that would be the same are taken over from its site.
    """
    from flows.site.build import write_site  # templates are of no use to who only asks where the pages are

    before = sorted(folder.glob(f"{SITE}-*"), key=_read_number)
    fresh = folder / f"{SITE}-{_read_number(before[-1]) + 1 if before else 1}"
    try:
        write_site(folder / WAREHOUSE, fresh, earlier / SITE if earlier else None)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    replace_link(folder / SITE, Path(fresh.name))
    for path in before:
        shutil.rmtree(path)


def refresh_site(out: Path) -> Path:
    """Write the site of the published run anew.

    Returns:
        The page to begin with.

    Raises:
        OutputError: no run is published there, another one is running, or the disk is full or read only.
        QueryError: the warehouse cannot be read.
    """
    folder = find_current(out)
    if folder is None:
        raise OutputError(f"no run in {out}; run 'whosaid run INPUT --out {out}' first, or name another --out")
    with explain_device(out), lock_output(out, wait=False):
        with open_warehouse(out):
            publish_site(folder)
        try:
            kept = {name: entry for name, entry in read_manifest(folder).items() if not is_page(name)}
        except ManifestError as error:
            raise OutputError(
                f"{folder}: the manifest is damaged ({error}); 'whosaid repair --out {out}' repairs it"
            ) from error
        write_manifest(folder, kept)
        if not (out / SITE).is_symlink():
            replace_link(out / SITE, Path(CURRENT) / SITE)
    return out / INDEX_PAGE


def is_page(name: str) -> bool:
    """Say whether a file of a run, by its path in the run's folder, is of its site."""
    return name.startswith(f"{SITE}-")


def _read_number(path: Path) -> int:
    return int(path.name.rpartition("-")[2])
