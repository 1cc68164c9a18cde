"""The one command that measures: ``python -m flows.evaluate SUBJECT``."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from flows.evaluate.__main__ import SUBJECTS, main


def test_without_a_known_subject_it_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["nothing"]):
        assert main(arguments) == 2
        shown = capsys.readouterr().err
        assert all(f"\n  {name} " in shown for name in SUBJECTS)


def test_every_subject_is_a_module() -> None:
    assert all(find_spec(module) for module, _ in SUBJECTS.values())


@pytest.mark.parametrize("subject", ["language", "gate", "rules", "rows", "matching"])
def test_a_subject_says_what_it_wants(subject: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^0$"):
        main([subject, "--help"])
    assert f"python -m flows.evaluate {subject}" in capsys.readouterr().out
