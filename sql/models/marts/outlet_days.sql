-- Grain: one row per known outlet and day from the first to the last publication day (UTC) of the corpus, also days on which
-- it has nothing. Key: published_date, outlet. Undated articles are in no row; without any date there is none.
-- own_share: numerator own_articles (neither an agency's text nor a copy; an agency's own reports are its own); denominator
-- articles. agency_share: numerator agency_articles (another's wire text); denominator articles. What is neither is a copy.
-- *_7_days: the same over the day and the six before it, window_days of them in the corpus, so that the first six are short.
-- claims: in any voice; attributions: pairs of an attributed claim and a known source; doubtful rows are left out.
-- sources_min: as many if described sources of the same words are one.
-- *_low and *_high: 95 % bounds of how many there are, by measured precision and recall (int_count_errors); they do not add up.
-- NULL: a share of no article; bounds where nothing was measured. 0 means that none of the corpus is of that day, not that the outlet published nothing.
with days as (
    select
        dates.date_day as published_date,
        owners.outlet,
        owners.publisher_family
    from {{ ref('dim_date') }} as dates
    inner join {{ ref('int_outlet_owners') }} as owners on dates.date_day between owners.valid_from and owners.valid_to
),

daily as (
    select
        articles.published_date,
        articles.outlet,
        count(*) as articles,
        count(*) filter (where articles.is_own_text) as own_articles,
        count(*) filter (where articles.text_kind = 'wire' and not articles.is_own_text) as agency_articles,
        count(distinct articles.story_id) as stories,
        sum(counts.claims)::bigint as claims,
        sum(counts.attributions)::bigint as attributions,
        sum(counts.quotes)::bigint as quotes
    from {{ ref('int_story_articles') }} as articles
    inner join {{ ref('int_article_counts') }} as counts on articles.article_id = counts.article_id
    group by articles.published_date, articles.outlet
),

sources as (
    select
        articles.published_date,
        articles.outlet,
        count(distinct sources.source_key) as sources,
        count(distinct sources.least_key) as sources_min
    from {{ ref('int_article_sources') }} as sources
    inner join {{ ref('int_story_articles') }} as articles on sources.article_id = articles.article_id
    group by articles.published_date, articles.outlet
),

filled as (
    select
        days.published_date,
        days.outlet,
        days.publisher_family,
        coalesce(sources.sources, 0) as sources,
        coalesce(sources.sources_min, 0) as sources_min,
        {%- for column in ('articles', 'own_articles', 'agency_articles', 'stories', 'claims', 'attributions', 'quotes') %}
        coalesce(daily.{{ column }}, 0) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from days
    left join daily on days.published_date = daily.published_date and days.outlet = daily.outlet
    left join sources on days.published_date = sources.published_date and days.outlet = sources.outlet
),

rolling as (
    select
        *,
        count(*) over week as window_days,
        {%- for column in ('articles', 'own_articles', 'agency_articles', 'claims', 'attributions', 'quotes') %}
        sum({{ column }}) over week::bigint as {{ column }}_7_days{{ ',' if not loop.last }}
        {%- endfor %}
    from filled
    window week as (partition by outlet order by published_date rows between 6 preceding and current row)
)

select
    rolling.published_date,
    rolling.outlet,
    rolling.publisher_family,
    rolling.articles,
    rolling.own_articles,
    rolling.agency_articles,
    rolling.stories,
    rolling.claims,
    {%- for suffix in ('', '_7_days') %}
    {%- if suffix %}
    rolling.window_days,
    rolling.articles_7_days,
    rolling.claims_7_days,
    {%- endif %}
    {%- for column, errors in (('attributions', 'attribution_errors'), ('quotes', 'quote_errors')) %}
    rolling.{{ column }}{{ suffix }},
    {{ count_low('rolling.' ~ column ~ suffix, errors) }} as {{ column }}{{ suffix }}_low,
    {{ count_high('rolling.' ~ column ~ suffix, errors) }} as {{ column }}{{ suffix }}_high,
    {%- endfor %}
    {%- if not suffix %}
    rolling.sources,
    rolling.sources_min,
    {%- endif %}
    rolling.own_articles{{ suffix }} / nullif(rolling.articles{{ suffix }}, 0) as own_share{{ suffix }},
    rolling.agency_articles{{ suffix }} / nullif(rolling.articles{{ suffix }}, 0) as agency_share{{ suffix }}{{ ',' if not loop.last }}
    {%- endfor %}
from rolling
left join {{ ref('int_count_errors') }} as attribution_errors on attribution_errors.measure = 'counted sources'
left join {{ ref('int_count_errors') }} as quote_errors on quote_errors.measure = 'counted quotations'
