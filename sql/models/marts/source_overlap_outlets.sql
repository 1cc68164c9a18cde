-- Grain: one row per pair of known outlets and week in which stories that both covered began, a before b.
-- Key: outlet_a, outlet_b, period. period: the week's Monday; NULL for stories without any date.
-- A source counts once in every story of the two: that both cite a minister means something in the same story only.
-- jaccard: numerator shared_sources; denominator the sources of either; NULL when neither cites any.
with story_periods as (
    select
        story_id,
        cast(date_trunc('week', min(published_date)) as date) as period
    from {{ ref('int_story_articles') }}
    group by story_id
),

-- numbered in the order of outlets: numbers are compared in less time
story_outlets as (
    select
        *,
        row_number() over (order by outlet, story_id) as number
    from (
        select
            articles.story_id,
            articles.outlet,
            periods.period
        from {{ ref('int_story_articles') }} as articles
        inner join story_periods as periods on articles.story_id = periods.story_id
        where articles.outlet is not null
        group by articles.story_id, articles.outlet, periods.period
    )
),

outlet_sources as (
    select
        outlets.story_id,
        outlets.number,
        sources.source_key
    from {{ ref('int_article_sources') }} as sources
    inner join {{ ref('int_story_articles') }} as articles on sources.article_id = articles.article_id
    inner join story_outlets as outlets on articles.story_id = outlets.story_id and articles.outlet = outlets.outlet
    group by outlets.story_id, outlets.number, sources.source_key
),

source_counts as (
    select
        number,
        count(*) as sources
    from outlet_sources
    group by number
),

shared as (
    select
        a.number as number_a,
        b.number as number_b,
        count(*) as shared_sources
    from outlet_sources as a
    inner join outlet_sources as b
        on a.story_id = b.story_id and a.source_key = b.source_key and a.number < b.number
    group by a.number, b.number
),

counted as (
    select
        a.outlet as outlet_a,
        b.outlet as outlet_b,
        a.period,
        count(*) as stories_in_common,
        coalesce(sum(counts_a.sources), 0)::bigint as sources_a,
        coalesce(sum(counts_b.sources), 0)::bigint as sources_b,
        coalesce(sum(shared.shared_sources), 0)::bigint as shared_sources
    from story_outlets as a
    inner join story_outlets as b on a.story_id = b.story_id and a.number < b.number
    left join source_counts as counts_a on a.number = counts_a.number
    left join source_counts as counts_b on b.number = counts_b.number
    left join shared on a.number = shared.number_a and b.number = shared.number_b
    group by a.outlet, b.outlet, a.period
)

select
    outlet_a,
    outlet_b,
    period,
    stories_in_common,
    sources_a,
    sources_b,
    shared_sources,
    shared_sources / nullif(sources_a + sources_b - shared_sources, 0) as jaccard
from counted
