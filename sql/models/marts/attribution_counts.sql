-- Grain: one row per day, outlet and known source. Key: published_date, outlet, source_entity_id, source_name, source_type.
-- NULL: published_date and outlet when unknown; source_entity_id when the source is only described.
-- claims, quotes, direct_quotes and articles leave out doubtful rows (is_doubtful), which doubtful_* count; expected_* sum the
-- confidence of all rows: as many as are right, on average.
-- Claims and quotations overlap (a direct quotation is part of a claim), so the two are never added up.
-- *_low and *_high: 95 % bounds of how many claims and quotations of it there are, by measured precision and recall
-- (int_count_errors); NULL where these are not known. They do not add up: macro count_ci gives those of a sum.
with counted as (
    select
        articles.published_date,
        articles.outlet,
        attributions.source_entity_id,
        attributions.source_name,
        attributions.source_type,
        count(attributions.claim_id) filter (where not attributions.is_doubtful) as claims,
        count(attributions.quote_id) filter (where not attributions.is_doubtful) as quotes,
        count(*) filter (where attributions.quote_type = 'direct' and not attributions.is_doubtful) as direct_quotes,
        count(distinct attributions.article_id) filter (where not attributions.is_doubtful) as articles,
        count(attributions.claim_id) filter (where attributions.is_doubtful) as doubtful_claims,
        count(attributions.quote_id) filter (where attributions.is_doubtful) as doubtful_quotes,
        coalesce(round(sum(attributions.confidence) filter (where attributions.claim_id is not null), 9), 0) as expected_claims,
        coalesce(round(sum(attributions.confidence) filter (where attributions.quote_id is not null), 9), 0) as expected_quotes
    from {{ ref('int_all_attributions') }} as attributions
    inner join {{ ref('int_story_articles') }} as articles on attributions.article_id = articles.article_id
    group by
        articles.published_date,
        articles.outlet,
        attributions.source_entity_id,
        attributions.source_name,
        attributions.source_type
)

select
    counted.published_date,
    counted.outlet,
    counted.source_entity_id,
    counted.source_name,
    counted.source_type,
    counted.claims,
    {{ count_low('counted.claims', 'claim_errors') }} as claims_low,
    {{ count_high('counted.claims', 'claim_errors') }} as claims_high,
    counted.quotes,
    {{ count_low('counted.quotes', 'quote_errors') }} as quotes_low,
    {{ count_high('counted.quotes', 'quote_errors') }} as quotes_high,
    counted.direct_quotes,
    counted.articles,
    counted.doubtful_claims,
    counted.doubtful_quotes,
    counted.expected_claims,
    counted.expected_quotes
from counted
left join {{ ref('int_count_errors') }} as claim_errors on claim_errors.measure = 'counted sources'
left join {{ ref('int_count_errors') }} as quote_errors on quote_errors.measure = 'counted speakers'
