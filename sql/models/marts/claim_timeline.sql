-- Grain: one row per claim group that two or more articles carry, and day (UTC) on which an article carries or denies it.
-- Key: claim_group_id, published_date.
-- How a claim made its way. *_to_date counts from the story's beginning to the end of that day; new_* what is there for the first
-- time. coverage_share_to_date: numerator outlets_to_date; denominator story_outlets_to_date, known outlets that had covered
-- the story by then. Undated articles are in no row, so the last day may hold less than claim_coverage.
-- denying_articles: those that report that it is not so. Doubtful claims are left out.
-- NULL: coverage_share_to_date when no outlet is known. 0 articles: on that day it is only denied.
with members as (
    select
        claims.claim_group_id,
        claims.story_id,
        claims.claim_id,
        claims.article_id,
        claims.outlet,
        articles.published_date,
        claims.carries,
        claims.attitude = 'denies' and claims.relation <> 'partial' and not claims.is_doubtful as denies
    from {{ ref('int_group_claims') }} as claims
    inner join {{ ref('claim_coverage') }} as coverage on claims.claim_group_id = coverage.claim_group_id
    inner join {{ ref('int_story_articles') }} as articles on claims.article_id = articles.article_id
    where not claims.is_lone and coverage.articles >= 2 and articles.published_date is not null
),

daily as (
    select
        claim_group_id,
        story_id,
        published_date,
        count(distinct article_id) filter (where carries) as articles,
        count(distinct article_id) filter (where denies) as denying_articles
    from members
    where carries or denies
    group by claim_group_id, story_id, published_date
),

firsts as (
    select
        claim_group_id,
        published_date,
        count(*) filter (where kind = 'outlet') as outlets,
        count(*) filter (where kind = 'source') as sources
    from (
        select
            claim_group_id,
            'outlet' as kind,
            outlet as name,
            min(published_date) as published_date
        from members
        where carries and outlet is not null
        group by claim_group_id, outlet

        union all

        select
            members.claim_group_id,
            'source' as kind,
            sources.source_key as name,
            min(members.published_date) as published_date
        from members
        inner join {{ ref('int_attributions') }} as sources on members.claim_id = sources.claim_id
        where members.carries
        group by members.claim_group_id, sources.source_key
    )
    group by claim_group_id, published_date
),

story_outlets as (
    select
        story_id,
        first_day as published_date,
        count(*) as outlets
    from (
        select
            story_id,
            outlet,
            min(published_date) as first_day
        from {{ ref('int_story_articles') }}
        where outlet is not null and published_date is not null
        group by story_id, outlet
    )
    group by story_id, first_day
),

story_days as (
    select
        articles.story_id,
        articles.published_date,
        articles.articles,
        sum(articles.articles) over so_far as articles_to_date,
        sum(coalesce(story_outlets.outlets, 0)) over so_far as outlets_to_date
    from (
        select
            story_id,
            published_date,
            count(*) as articles
        from {{ ref('int_story_articles') }}
        where published_date is not null
        group by story_id, published_date
    ) as articles
    left join story_outlets
        on articles.story_id = story_outlets.story_id and articles.published_date = story_outlets.published_date
    window so_far as (partition by articles.story_id order by articles.published_date)
),

counted as (
    select
        daily.claim_group_id,
        daily.story_id,
        daily.published_date,
        daily.articles,
        daily.denying_articles,
        coalesce(firsts.outlets, 0) as new_outlets,
        coalesce(firsts.sources, 0) as new_sources
    from daily
    left join firsts
        on daily.claim_group_id = firsts.claim_group_id and daily.published_date = firsts.published_date
)

select
    counted.claim_group_id,
    counted.story_id,
    coverage.story_headline,
    coverage.representative_claim_id,
    coverage.representative_text,
    counted.published_date,
    counted.articles,
    sum(counted.articles) over so_far::bigint as articles_to_date,
    counted.denying_articles,
    sum(counted.denying_articles) over so_far::bigint as denying_articles_to_date,
    counted.new_outlets,
    sum(counted.new_outlets) over so_far::bigint as outlets_to_date,
    counted.new_sources,
    sum(counted.new_sources) over so_far::bigint as sources_to_date,
    story_days.articles as story_articles,
    story_days.articles_to_date::bigint as story_articles_to_date,
    story_days.outlets_to_date::bigint as story_outlets_to_date,
    sum(counted.new_outlets) over so_far / nullif(story_days.outlets_to_date, 0) as coverage_share_to_date
from counted
inner join {{ ref('claim_coverage') }} as coverage on counted.claim_group_id = coverage.claim_group_id
inner join story_days on counted.story_id = story_days.story_id and counted.published_date = story_days.published_date
window so_far as (partition by counted.claim_group_id order by counted.published_date)
