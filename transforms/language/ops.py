"""Matrix products for the networks of other spaCy pipelines on NumPy's BLAS.

The wheel of blis falls back to a generic kernel on many processors, several times slower than the OpenBLAS inside
NumPy's wheel (`python -m benchmarks.annotation` shows both).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from thinc.api import NumpyOps


class BlasOps(NumpyOps):  # type: ignore[misc]
    """Thinc's operations on a CPU, `gemm` by NumPy."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """Multiply two matrices, transposed where asked."""
        return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)
