"""docs/readers.md: its table of reasons and its example are true."""

from __future__ import annotations

import re
from pathlib import Path

from flows.readers import Context, load_readers
from transforms.reasons import Reason
from transforms.records import RawArticle

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "readers.md").read_text("utf-8")


def test_reasons_are_all_documented() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(Reason)


def test_endings_are_all_documented() -> None:
    rows = re.findall(r"^\| ((?:`\.\w+` ?)+)\|", PAGE, re.MULTILINE)
    assert re.findall(r"`(\.\w+)`", "".join(rows)) == list(load_readers())


def test_example_reader_works(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    namespace: dict[str, object] = {}
    exec(code, namespace)
    reader = namespace["WireReader"]
    path = tmp_path / "a.wire"
    path.write_text("LPA-1\nThe mayor of Veldra opened the bridge.", "utf-8")
    (article,) = reader().read(path, Context())  # type: ignore[operator]
    assert article == RawArticle(
        path.as_posix(), "The mayor of Veldra opened the bridge.", id="LPA-1", outlet="Lanter Press"
    )
