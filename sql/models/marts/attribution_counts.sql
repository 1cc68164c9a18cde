-- Grain: one row per day, outlet and known source. Key: published_date, outlet, source_entity_id, source_name, source_type.
-- NULL: published_date and outlet when unknown; source_entity_id when the source is only described.
-- claims, quotes, direct_quotes and articles leave out doubtful rows (is_doubtful), which doubtful_* count; expected_* sum the
-- confidence of all rows: as many as are right, on average.
-- Claims and quotations overlap (a direct quotation is part of a claim), so the two are never added up.
-- *_low and *_high: 95 % bounds of how many claims and quotations of it there are, by measured precision and recall
-- (int_count_errors); NULL where these are not known. They do not add up: macro count_ci gives those of a sum.
with cited as (
    select
        article_id,
        source_entity_id,
        source_name,
        source_type,
        count(claim_id) filter (where not is_doubtful) as claims,
        count(quote_id) filter (where not is_doubtful) as quotes,
        count(*) filter (where quote_type = 'direct' and not is_doubtful) as direct_quotes,
        count(claim_id) filter (where is_doubtful) as doubtful_claims,
        count(quote_id) filter (where is_doubtful) as doubtful_quotes,
        sum(confidence) filter (where claim_id is not null) as expected_claims,
        sum(confidence) filter (where quote_id is not null) as expected_quotes
    from {{ ref('int_all_attributions') }}
    group by article_id, source_entity_id, source_name, source_type
),

counted as (
    select
        articles.published_date,
        articles.outlet,
        cited.source_entity_id,
        cited.source_name,
        cited.source_type,
        sum(cited.claims)::bigint as claims,
        sum(cited.quotes)::bigint as quotes,
        sum(cited.direct_quotes)::bigint as direct_quotes,
        count(*) filter (where cited.claims > 0 or cited.quotes > 0) as articles,
        sum(cited.doubtful_claims)::bigint as doubtful_claims,
        sum(cited.doubtful_quotes)::bigint as doubtful_quotes,
        coalesce(round(sum(cited.expected_claims), 9), 0) as expected_claims,
        coalesce(round(sum(cited.expected_quotes), 9), 0) as expected_quotes
    from cited
    inner join {{ ref('int_story_articles') }} as articles on cited.article_id = articles.article_id
    group by
        articles.published_date,
        articles.outlet,
        cited.source_entity_id,
        cited.source_name,
        cited.source_type
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
