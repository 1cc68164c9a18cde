"""The marts once more, in pandas and plain Python from the extracted and matched tables: nothing of `sql/` is used.

Each module has a function for each mart, which returns its rows, every declared column among them.
"""
