-- Grain: one row per day from the first to the last publication day (UTC) of the corpus, days without articles included.
-- Key: date_day. No row when no article has a date. No column is null.
-- Weeks are those of ISO 8601: they begin on Monday, and week 1 holds the year's first Thursday.
with bounds as (
    select
        min(published_date) as first_day,
        max(published_date) as last_day
    from {{ ref('int_story_articles') }}
),

days as (
    select cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as date_day
    from bounds
    where first_day is not null
)

select
    date_day,
    cast(date_trunc('week', date_day) as date) as week_start,
    isoyear(date_day) as iso_year,
    week(date_day) as iso_week,
    cast(date_trunc('month', date_day) as date) as month_start,
    month(date_day) as month_of_year,
    monthname(date_day) as month_name,
    cast(date_trunc('quarter', date_day) as date) as quarter_start,
    quarter(date_day) as quarter_of_year,
    year(date_day) as calendar_year,
    isodow(date_day) as iso_weekday,
    dayname(date_day) as weekday_name,
    isodow(date_day) > 5 as is_weekend
from days
