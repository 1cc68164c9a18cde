-- Grain: one row per known outlet and day from the first to the last publication day (UTC) of the corpus, also days on which
-- it has nothing. Key: published_date, outlet. Undated articles are in no row; without any date there is none.
-- own_share: numerator own_articles (neither an agency's text nor a copy; an agency's own reports are its own); denominator
-- articles. agency_share: numerator agency_articles (another's wire text); denominator articles. What is neither is a copy.
-- *_7_days: the same over the day and the six before it, window_days of them in the corpus, so that the first six are short.
-- claims: in any voice; attributions: pairs of an attributed claim and a known source; doubtful rows are left out.
-- NULL: a share of no article. 0 means that none of the corpus is of that day, not that the outlet published nothing.
with days as (
    select
        dates.date_day as published_date,
        outlets.outlet,
        outlets.publisher_family
    from {{ ref('dim_date') }} as dates
    cross join {{ ref('dim_outlet') }} as outlets
),

daily as (
    select
        articles.published_date,
        articles.outlet,
        count(*) as articles,
        count(*) filter (where articles.is_own_text) as own_articles,
        count(*) filter (where articles.origin_kind = 'wire' and not articles.is_own_text) as agency_articles,
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
        count(distinct sources.source_key) as sources
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
        {%- for column in ('articles', 'own_articles', 'agency_articles', 'stories', 'claims', 'attributions', 'quotes') %}
        coalesce(daily.{{ column }}, 0) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from days
    left join daily on days.published_date = daily.published_date and days.outlet = daily.outlet
    left join sources on days.published_date = sources.published_date and days.outlet = sources.outlet
)

select
    published_date,
    outlet,
    publisher_family,
    articles,
    own_articles,
    agency_articles,
    stories,
    claims,
    attributions,
    quotes,
    sources,
    own_articles / nullif(articles, 0) as own_share,
    agency_articles / nullif(articles, 0) as agency_share,
    count(*) over week as window_days,
    {%- for column in ('articles', 'claims', 'attributions', 'quotes') %}
    sum({{ column }}) over week::bigint as {{ column }}_7_days,
    {%- endfor %}
    sum(own_articles) over week / nullif(sum(articles) over week, 0) as own_share_7_days,
    sum(agency_articles) over week / nullif(sum(articles) over week, 0) as agency_share_7_days
from filled
window week as (partition by outlet order by published_date rows between 6 preceding and current row)
