"""What is fitted and trained: the language pipeline, and the weights in ``data/models``. Not part of the wheel."""
