-- Grain: one row per unit and article that carries it. Key: unit, unit_id, article_id. A unit is anything of which one asks
-- how many outlets carry it, and how many of them are independent: a story, a claim group or a quote group.
-- What is doubtful carries nothing.
-- is_lone: no other article carries it, and nothing is to be compared in this one; see int_group_claims.
-- NULL: outlet, and with it publisher_family, when unknown; agency unless the text is an agency's.
with carriers as (
    select
        'story' as unit,
        story_id as unit_id,
        article_id,
        count(*) over (partition by story_id) = 1 as is_lone
    from {{ ref('int_story_articles') }}

    union all

    select
        'claim_group' as unit,
        claim_group_id as unit_id,
        article_id,
        is_lone
    from {{ ref('int_group_claims') }}
    where carries and is_lone

    union all

    select
        'claim_group' as unit,
        claim_group_id as unit_id,
        article_id,
        false as is_lone
    from {{ ref('int_group_claims') }}
    where carries and not is_lone
    group by claim_group_id, article_id

    union all

    select
        'quote_group' as unit,
        quote_group_id as unit_id,
        article_id,
        is_lone
    from {{ ref('int_quote_groups') }}
    where is_lone and not is_doubtful

    union all

    select
        'quote_group' as unit,
        quote_group_id as unit_id,
        article_id,
        false as is_lone
    from {{ ref('int_quote_groups') }}
    where not is_lone and not is_doubtful
    group by quote_group_id, article_id
)

select
    carriers.unit,
    carriers.unit_id,
    carriers.article_id,
    articles.outlet,
    articles.publisher_family,
    articles.origin_id,
    articles.agency,
    articles.published_at,
    carriers.is_lone
from carriers
inner join {{ ref('int_story_articles') }} as articles on carriers.article_id = articles.article_id
