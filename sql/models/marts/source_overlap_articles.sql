-- Grain: one row per pair of articles of one story, a before b. Key: article_id_a, article_id_b.
-- jaccard: numerator shared_sources; denominator the distinct known sources of either; NULL when neither cites any.
-- containment_a: numerator shared_sources; denominator sources_a; NULL when a cites none (b alike).
-- shared_quotes: direct and mixed ones. Doubtful rows are left out.
-- NULL besides: an outlet that is unknown.
with article_sources as (
    select
        article_id,
        source_key
    from {{ ref('int_article_sources') }}
),

source_counts as (
    select
        article_id,
        count(*) as sources
    from article_sources
    group by article_id
),

pairs as (
    select
        a.story_id,
        a.article_id as article_id_a,
        b.article_id as article_id_b,
        a.outlet as outlet_a,
        b.outlet as outlet_b,
        a.headline as headline_a,
        b.headline as headline_b
    from {{ ref('int_story_articles') }} as a
    inner join {{ ref('int_story_articles') }} as b on a.story_id = b.story_id and a.article_id < b.article_id
),

shared_sources as (
    select
        pairs.article_id_a,
        pairs.article_id_b,
        count(*) as shared_sources
    from pairs
    inner join article_sources as a on pairs.article_id_a = a.article_id
    inner join article_sources as b on pairs.article_id_b = b.article_id and a.source_key = b.source_key
    group by pairs.article_id_a, pairs.article_id_b
),

quotes as (
    select
        quote_id,
        article_id
    from {{ ref('stg_quotes') }}
    where quote_type in ('direct', 'mixed') and not is_doubtful
),

repeated_quotes as (
    select
        a.article_id as article_id_a,
        b.article_id as article_id_b,
        a.quote_id as quote_id
    from {{ ref('stg_quote_matches') }} as matches
    inner join quotes as a on matches.quote_id_a = a.quote_id
    inner join quotes as b on matches.quote_id_b = b.quote_id

    union all

    select
        b.article_id as article_id_a,
        a.article_id as article_id_b,
        b.quote_id as quote_id
    from {{ ref('stg_quote_matches') }} as matches
    inner join quotes as a on matches.quote_id_a = a.quote_id
    inner join quotes as b on matches.quote_id_b = b.quote_id
),

-- from either side, of which pairs takes one: a condition a < b would have DuckDB compare all quotations' articles first
shared_quotes as (
    select
        article_id_a,
        article_id_b,
        count(distinct quote_id) as shared_quotes
    from repeated_quotes
    group by article_id_a, article_id_b
),

article_groups as (
    select
        article_id,
        claim_group_id
    from {{ ref('int_group_claims') }}
    where carries
    group by article_id, claim_group_id
),

shared_claims as (
    select
        a.article_id as article_id_a,
        b.article_id as article_id_b,
        count(*) as shared_claims
    from article_groups as a
    inner join article_groups as b on a.claim_group_id = b.claim_group_id and a.article_id < b.article_id
    group by a.article_id, b.article_id
),

counted as (
    select
        pairs.story_id,
        pairs.article_id_a,
        pairs.article_id_b,
        pairs.outlet_a,
        pairs.outlet_b,
        pairs.headline_a,
        pairs.headline_b,
        coalesce(counts_a.sources, 0) as sources_a,
        coalesce(counts_b.sources, 0) as sources_b,
        coalesce(shared_sources.shared_sources, 0) as shared_sources,
        coalesce(shared_quotes.shared_quotes, 0) as shared_quotes,
        coalesce(shared_claims.shared_claims, 0) as shared_claims
    from pairs
    left join source_counts as counts_a on pairs.article_id_a = counts_a.article_id
    left join source_counts as counts_b on pairs.article_id_b = counts_b.article_id
    left join shared_sources
        on pairs.article_id_a = shared_sources.article_id_a and pairs.article_id_b = shared_sources.article_id_b
    left join shared_quotes
        on pairs.article_id_a = shared_quotes.article_id_a and pairs.article_id_b = shared_quotes.article_id_b
    left join shared_claims
        on pairs.article_id_a = shared_claims.article_id_a and pairs.article_id_b = shared_claims.article_id_b
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
