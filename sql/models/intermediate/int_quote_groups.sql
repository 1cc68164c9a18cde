-- Grain: one row per direct or mixed quotation. Key: quote_id.
-- quote_group_id: quotations that repeat each other's words, directly or over others, share it; one that nobody repeats
-- has a group of its own.
-- NULL: outlet and published_at when unknown; source_name when the speaker is.
with edges as (
    select
        quote_id_a as a,
        quote_id_b as b
    from {{ ref('stg_quote_matches') }}
),

labels as {{ label_components('edges') }}

select
    quotes.quote_id,
    coalesce(labels.label, quotes.quote_id) as quote_group_id,
    quotes.quote_text,
    quotes.source_name,
    quotes.is_known_source,
    articles.article_id,
    articles.story_id,
    articles.outlet,
    articles.published_at
from {{ ref('stg_quotes') }} as quotes
inner join {{ ref('int_story_articles') }} as articles on quotes.article_id = articles.article_id
left join labels on quotes.quote_id = labels.node
where quotes.quote_type in ('direct', 'mixed')
