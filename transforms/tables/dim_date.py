"""The table ``dim_date``."""

from __future__ import annotations

from transforms.schema import BOOL, DATE, Column, Layer, Table, declare_count, declare_text

DIM_DATE = Table(
    "dim_date",
    Layer.DIMENSION,
    "one row per day from the first to the last publication day of the corpus",
    ("date_day",),
    (
        Column("date_day", DATE, "The day.", nullable=False),
        Column("week_start", DATE, "Monday of its ISO week.", nullable=False),
        declare_count("iso_year", "The year that its ISO week belongs to."),
        declare_count("iso_week", "Number of its ISO week, 1 to 53."),
        Column("month_start", DATE, "First day of its month.", nullable=False),
        declare_count("month_of_year", "Its month, 1 to 12."),
        declare_text("month_name", "Its month in words.", nullable=False),
        Column("quarter_start", DATE, "First day of its quarter.", nullable=False),
        declare_count("quarter_of_year", "Its quarter, 1 to 4."),
        declare_count("calendar_year", "Its year."),
        declare_count("iso_weekday", "Its weekday, 1 (Monday) to 7."),
        declare_text("weekday_name", "Its weekday in words.", nullable=False),
        Column("is_weekend", BOOL, "Whether it is a Saturday or Sunday.", nullable=False),
    ),
    "Days in UTC, those without articles too, so that a chart over it has no holes. Weeks are those of ISO 8601: they "
    "begin on Monday, and week 1 holds the year's first Thursday. Empty when no article has a date.",
)
