-- Grain: one row per entity per article. Key: article_id, entity_id.
-- NULL: role, affiliation, gender and parent_entity_id when the article does not say; merged_by for the canonical name.
select
    article_id,
    entity_id,
    name,
    label,
    role,
    affiliation,
    gender,
    parent_entity_id,
    mention_count,
    aliases,
    merged_by
from {{ source('extracted', 'entities') }}
