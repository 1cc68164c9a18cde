"""Configuration, input and output around the pure transforms: readers, the build, the flow, the command line."""

import os

# onnxruntime reports its use to its maker unless this is set before it is imported; nothing here calls out by itself
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
