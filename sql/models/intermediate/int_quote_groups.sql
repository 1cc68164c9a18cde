-- Grain: one row per direct or mixed quotation. Key: quote_id.
-- quote_group_id: quotations that repeat each other's words, directly or over others, share it; one that nobody repeats
-- has a group of its own.
-- A doubtful quotation (is_doubtful) links those that repeat it, and is not counted.
-- is_lone: nobody repeats it, and it has one source at most; see int_group_claims.
-- NULL: outlet, publisher_family and published_at when unknown; source_name when the speaker is.
with edges as (
    select
        quote_id_a as a,
        quote_id_b as b
    from {{ ref('stg_quote_matches') }}
),

labels as {{ label_components('edges') }},

shared_claims as (
    select claim_id
    from {{ ref('stg_claim_sources') }}
    where source_no > 0
    group by claim_id
)

select
    quotes.quote_id,
    coalesce(labels.label, quotes.quote_id) as quote_group_id,
    quotes.quote_text,
    quotes.source_name,
    quotes.is_known_source,
    quotes.is_doubtful,
    articles.article_id,
    articles.story_id,
    articles.outlet,
    articles.publisher_family,
    articles.published_at,
    labels.label is null and shared_claims.claim_id is null as is_lone
from {{ ref('stg_quotes') }} as quotes
inner join {{ ref('int_story_articles') }} as articles on quotes.article_id = articles.article_id
left join labels on quotes.quote_id = labels.node
left join shared_claims on quotes.claim_id = shared_claims.claim_id
where quotes.quote_type in ('direct', 'mixed')
