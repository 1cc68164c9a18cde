-- Grain: one row per day, outlet and known source. Key: published_date, outlet, source_entity_id, source_name, source_type.
-- NULL: published_date and outlet when unknown; source_entity_id when the source is only described.
-- Claims and quotations overlap (a direct quotation is part of a claim), so the two are never added up.
select
    articles.published_date,
    articles.outlet,
    attributions.source_entity_id,
    attributions.source_name,
    attributions.source_type,
    count(attributions.claim_id) as claims,
    count(attributions.quote_id) as quotes,
    count(*) filter (where attributions.quote_type = 'direct') as direct_quotes,
    count(distinct attributions.article_id) as articles
from {{ ref('int_attributions') }} as attributions
inner join {{ ref('int_story_articles') }} as articles on attributions.article_id = articles.article_id
group by
    articles.published_date,
    articles.outlet,
    attributions.source_entity_id,
    attributions.source_name,
    attributions.source_type
