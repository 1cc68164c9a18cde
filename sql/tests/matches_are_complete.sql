-- What the marts join must be whole, or they would drop articles and claims without a word: every article has a story and an
-- origin, every claim a group, and every group exactly one representative. An entity has one name, whatever the
-- article: dim_entity would pick one of several.
select
    'article without a story' as broken_rule,
    article_id as offending_value
from {{ ref('stg_articles') }}
where article_id not in (select article_id from {{ ref('stg_stories') }})

union all

select
    'article without an origin' as broken_rule,
    article_id as offending_value
from {{ ref('stg_articles') }}
where article_id not in (select article_id from {{ ref('stg_article_origins') }})

union all

select
    'claim without a group' as broken_rule,
    claim_id as offending_value
from {{ ref('stg_claims') }}
where claim_id not in (select claim_id from {{ ref('stg_claim_groups') }})

union all

select
    'claim group with ' || count(*) filter (where is_representative) || ' representatives' as broken_rule,
    claim_group_id as offending_value
from {{ ref('stg_claim_groups') }}
group by claim_group_id
having count(*) filter (where is_representative) <> 1

union all

select
    'entity with ' || count(distinct name) || ' names' as broken_rule,
    entity_id as offending_value
from {{ ref('stg_entities') }}
group by entity_id
having count(distinct name) > 1
