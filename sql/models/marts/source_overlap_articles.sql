-- Grain: one row per pair of articles of one story, a before b. Key: article_id_a, article_id_b.
-- jaccard: numerator shared_sources; denominator the distinct known sources of either; NULL when neither cites any.
-- containment_a: numerator shared_sources; denominator sources_a; NULL when a cites none (b alike).
-- shared_quotes: direct and mixed ones. Doubtful rows are left out.
-- NULL besides: an outlet that is unknown.
-- Articles are numbered in the order of their ids: numbers are compared in less time.
with articles as (
    select
        *,
        row_number() over (order by article_id) as number
    from {{ ref('int_story_articles') }}
),

article_sources as (
    select
        articles.number,
        articles.story_id,
        sources.source_key
    from {{ ref('int_article_sources') }} as sources
    inner join articles on sources.article_id = articles.article_id
),

source_counts as (
    select
        number,
        count(*) as sources
    from article_sources
    group by number
),

shared_sources as (
    select
        a.number as number_a,
        b.number as number_b,
        count(*) as shared_sources
    from article_sources as a
    inner join article_sources as b on a.story_id = b.story_id and a.source_key = b.source_key and a.number < b.number
    group by a.number, b.number
),

quotes as (
    select
        quotes.quote_id,
        articles.number
    from {{ ref('stg_quotes') }} as quotes
    inner join articles on quotes.article_id = articles.article_id
    where quotes.quote_type in ('direct', 'mixed') and not quotes.is_doubtful
),

matches as materialized (
    select
        matches.quote_id_a,
        a.number as number_a,
        matches.quote_id_b,
        b.number as number_b
    from {{ ref('stg_quote_matches') }} as matches
    inner join quotes as a on matches.quote_id_a = a.quote_id
    inner join quotes as b on matches.quote_id_b = b.quote_id
),

-- which of the earlier article's quotations are repeated
repeated_quotes as (
    select
        least(number_a, number_b) as number_a,
        greatest(number_a, number_b) as number_b,
        if(number_a < number_b, quote_id_a, quote_id_b) as quote_id
    from matches
    group by all
),

shared_quotes as (
    select
        number_a,
        number_b,
        count(*) as shared_quotes
    from repeated_quotes
    group by number_a, number_b
),

article_groups as (
    select
        articles.number,
        claims.claim_group_id
    from {{ ref('int_group_claims') }} as claims
    inner join articles on claims.article_id = articles.article_id
    where claims.carries and not claims.is_lone
    group by articles.number, claims.claim_group_id
),

shared_claims as (
    select
        a.number as number_a,
        b.number as number_b,
        count(*) as shared_claims
    from article_groups as a
    inner join article_groups as b on a.claim_group_id = b.claim_group_id and a.number < b.number
    group by a.number, b.number
),

counted as (
    select
        a.story_id,
        a.article_id as article_id_a,
        b.article_id as article_id_b,
        a.outlet as outlet_a,
        b.outlet as outlet_b,
        a.headline as headline_a,
        b.headline as headline_b,
        coalesce(counts_a.sources, 0) as sources_a,
        coalesce(counts_b.sources, 0) as sources_b,
        coalesce(shared_sources.shared_sources, 0) as shared_sources,
        coalesce(shared_quotes.shared_quotes, 0) as shared_quotes,
        coalesce(shared_claims.shared_claims, 0) as shared_claims
    from articles as a
    inner join articles as b on a.story_id = b.story_id and a.number < b.number
    left join source_counts as counts_a on a.number = counts_a.number
    left join source_counts as counts_b on b.number = counts_b.number
    left join shared_sources on a.number = shared_sources.number_a and b.number = shared_sources.number_b
    left join shared_quotes on a.number = shared_quotes.number_a and b.number = shared_quotes.number_b
    left join shared_claims on a.number = shared_claims.number_a and b.number = shared_claims.number_b
)

select
    counted.story_id,
    stories.headline as story_headline,
    article_id_a,
    article_id_b,
    headline_a,
    headline_b,
    outlet_a,
    outlet_b,
    sources_a,
    sources_b,
    shared_sources,
    shared_sources / nullif(sources_a + sources_b - shared_sources, 0) as jaccard,
    shared_sources / nullif(sources_a, 0) as containment_a,
    shared_sources / nullif(sources_b, 0) as containment_b,
    shared_quotes,
    shared_claims
from counted
left join {{ ref('dim_story') }} as stories on counted.story_id = stories.story_id
