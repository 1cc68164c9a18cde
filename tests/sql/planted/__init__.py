"""Errors planted into the SQL of the models, one at a time, to see whether the tests notice."""
