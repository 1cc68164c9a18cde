"""The gate: figures of sources and speakers on articles of many outlets, half of which chose nothing.

Labels are in ``data/labels/gate``, the texts in a folder of corpora that is not part of the project.
"""
