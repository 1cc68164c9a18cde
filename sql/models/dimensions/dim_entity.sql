-- Grain: one row per entity of the corpus. Key: entity_id.
-- role, affiliation and label: what most of its articles give, the longest and then the first by name among equals.
-- gender: only where its articles agree. merged_by: why its articles' other names for it are the canonical one's.
-- quoted_articles: articles with a claim or a direct or mixed quotation of which it is the source.
-- NULL: role, affiliation, gender and parent when no article says; parent_name when the parent is no entity of the corpus;
-- first_seen_date and last_seen_date when none of its articles has a date.
with entities as (
    select
        entities.*,
        articles.story_id,
        articles.published_date
    from {{ ref('stg_entities') }} as entities
    inner join {{ ref('int_story_articles') }} as articles on entities.article_id = articles.article_id
),

counted as (
    select
        entity_id,
        min(name) as name,
        case when count(distinct gender) = 1 then min(gender) end as gender,
        min(parent_entity_id) as parent_entity_id,
        min(published_date) as first_seen_date,
        max(published_date) as last_seen_date,
        count(*) as articles,
        count(distinct story_id) as stories,
        sum(mention_count)::bigint as mentions,
        list_sort(list_distinct(flatten(list(aliases)))) as aliases,
        coalesce(
            list_sort(list(distinct merged_by) filter (where merged_by is not null)), cast([] as varchar[])
        ) as merged_by
    from entities
    group by entity_id
),

texts as (
    select entity_id, 'label' as kind, label as said, count(*) as articles from entities group by all
    union all
    select entity_id, 'role', role, count(*) from entities where role is not null group by all
    union all
    select entity_id, 'affiliation', affiliation, count(*) from entities where affiliation is not null group by all
),

said as (
    select
        entity_id,
        min_by(said, row(-articles, -length(said), said)) filter (where kind = 'label') as label,
        min_by(said, row(-articles, -length(said), said)) filter (where kind = 'role') as role,
        min_by(said, row(-articles, -length(said), said)) filter (where kind = 'affiliation') as affiliation
    from texts
    group by entity_id
),

quoted as (
    select
        source_entity_id,
        count(claim_id) as claims,
        count(quote_id) as quotes,
        count(distinct article_id) as articles
    from {{ ref('int_attributions') }}
    where source_entity_id is not null
    group by source_entity_id
)

select
    counted.entity_id,
    counted.name,
    said.label,
    counted.aliases,
    array_to_string(counted.aliases, '; ') as aliases_text,
    said.role,
    said.affiliation,
    counted.gender,
    counted.parent_entity_id,
    parents.name as parent_name,
    counted.first_seen_date,
    counted.last_seen_date,
    counted.articles,
    counted.stories,
    counted.mentions,
    coalesce(quoted.articles, 0) as quoted_articles,
    coalesce(quoted.claims, 0) as claims,
    coalesce(quoted.quotes, 0) as quotes,
    counted.merged_by,
    array_to_string(counted.merged_by, '; ') as merged_by_text
from counted
inner join said on counted.entity_id = said.entity_id
left join counted as parents on counted.parent_entity_id = parents.entity_id
left join quoted on counted.entity_id = quoted.source_entity_id
