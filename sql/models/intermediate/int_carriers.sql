-- Grain: one row per thing that is carried and article that carries it. Key: carried, carried_id, article_id. What is carried
-- is anything of which one asks how many outlets have it, and how many of them are independent: a story, a claim group or a
-- quote group. What is doubtful carries nothing.
-- Lone claims and quotations (int_group_claims) are left out: one article carries each, and nothing is to be compared. What they
-- count is written where they are taken, in claim_coverage, quote_coverage, claim_spread and origin_chain.
-- NULL: outlet, and with it publisher_family, when unknown; agency unless the text is an agency's.
{{ config(materialized='view') }}
with carriers as (
    select
        'story' as carried,
        story_id as carried_id,
        article_id
    from {{ ref('int_story_articles').include(database=false) }}

    union all

    select
        'claim_group' as carried,
        claim_group_id as carried_id,
        article_id
    from {{ ref('int_group_claims').include(database=false) }}
    where carries and not is_lone
    group by claim_group_id, article_id

    union all

    select
        'quote_group' as carried,
        quote_group_id as carried_id,
        article_id
    from {{ ref('int_quote_groups').include(database=false) }}
    where not is_lone and not is_doubtful
    group by quote_group_id, article_id
)

select
    carriers.carried,
    carriers.carried_id,
    carriers.article_id,
    articles.outlet,
    articles.publisher_family,
    articles.text_family,
    articles.agency,
    articles.published_at
from carriers
inner join {{ ref('int_story_articles').include(database=false) }} as articles on carriers.article_id = articles.article_id
