"""Measures of quality on labelled texts: python -m flows.evaluate SUBJECT."""
