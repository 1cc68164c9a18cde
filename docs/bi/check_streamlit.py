"""Run the Streamlit app on a run without a browser: it shows rows, and each of its filters leaves some of them.

python -m venv build/streamlit
build/streamlit/bin/pip install streamlit duckdb pandas
build/streamlit/bin/python docs/bi/check_streamlit.py out/sample
"""

from __future__ import annotations

import sys
from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parent / "streamlit_app.py"


def main() -> None:
    """Set each filter to its first value, one after the other; assert that the app fails at none of them."""
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    everything = _count_rows(app)
    for position in range(len(app.sidebar.multiselect)):
        app = AppTest.from_file(str(APP), default_timeout=60).run()
        box = app.sidebar.multiselect[position]
        box.set_value([box.options[0]])
        app.run()
        found = _count_rows(app)
        assert 0 < found < everything, (box.label, found)
        print(f"{box.label} = {box.options[0]}: {found} of {everything} rows")


def _count_rows(app: AppTest) -> int:
    assert not app.exception, app.exception
    return len(app.dataframe[0].value)


if __name__ == "__main__":
    sys.argv = [str(APP), *sys.argv[1:]]
    main()
