"""Grain: one row per outlet, window and scope with at least five articles that cite sources.
Key: outlet, time_grain, first_day, text_scope.

The standard errors of what source_diversity measures, from a bootstrap over articles (transforms/diversity.py).
NULL: first_day where time_grain is all.
"""


def model(dbt, session):  # noqa: ARG001
    """Resample the articles of each window; dbt calls this with the connection."""
    dbt.config(materialized="table")
    from transforms.diversity import measure_errors

    return measure_errors(
        dbt.ref("int_outlet_windows").to_arrow_table(),
        dbt.ref("int_article_sources").to_arrow_table(),
        dbt.ref("int_article_counts").to_arrow_table(),
    )
