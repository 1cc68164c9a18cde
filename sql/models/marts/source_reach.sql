-- Grain: one row per known source of the corpus: an entity, or all that is described by the same words. Key: source_id.
-- story_share: numerator stories in which it is cited; denominator corpus_stories. outlet_share: numerator outlets that cite
-- it; denominator corpus_outlets, all known ones. own_*: in texts that are neither an agency's nor a copy.
-- texts: articles after copies of one text count once.
-- sources_max: as how many it counts elsewhere. Described sources of the same words ('officials') are one row here, may be one,
-- and are sources_max where each text's are others; an entity is 1.
-- *_low and *_high: as in attribution_counts.
-- Doubtful rows are left out. NULL: source_entity_id when it is only described; first_* and last_* when no citing article has
-- a date, first_outlet also when its outlet is unknown; outlet_share when no outlet is known.
with cited as (
    select
        sources.*,
        articles.outlet,
        articles.publisher_family,
        articles.story_id,
        articles.text_family,
        articles.is_own_text,
        articles.published_at,
        articles.published_date
    from {{ ref('int_article_sources') }} as sources
    inner join {{ ref('int_story_articles') }} as articles on sources.article_id = articles.article_id
),

corpus as (
    select
        count(distinct story_id) as stories,
        count(distinct outlet) as outlets
    from {{ ref('int_story_articles') }}
),

counted as (
    select
        cited.least_key as source_id,
        any_value(cited.source_entity_id) as source_entity_id,
        mode(cited.source_name order by cited.source_name) as source_name,
        mode(cited.source_type order by cited.source_type) as source_type,
        cited.least_key like 'described:%' as is_described,
        count(distinct cited.source_key) as sources_max,
        sum(cited.claims)::bigint as claims,
        sum(cited.quotes)::bigint as quotes,
        sum(cited.direct_quotes)::bigint as direct_quotes,
        count(distinct cited.article_id) as articles,
        count(distinct cited.article_id) filter (where cited.is_own_text) as own_articles,
        count(distinct cited.text_family) as texts,
        count(distinct cited.story_id) as stories,
        count(distinct cited.outlet) as outlets,
        count(distinct cited.outlet) filter (where cited.is_own_text) as own_outlets,
        count(distinct cited.publisher_family) as publisher_families,
        any_value(corpus.stories) as corpus_stories,
        any_value(corpus.outlets) as corpus_outlets,
        count(distinct cited.story_id) / any_value(corpus.stories) as story_share,
        count(distinct cited.outlet) / nullif(any_value(corpus.outlets), 0) as outlet_share,
        arg_min_null(cited.outlet, row(cited.published_at, cited.article_id))
            filter (where cited.published_at is not null) as first_outlet,
        min(cited.published_at) as first_published_at,
        max(cited.published_at) as last_published_at,
        min(cited.published_date) as first_published_date,
        max(cited.published_date) as last_published_date
    from cited
    cross join corpus
    group by cited.least_key
)

select
    counted.source_id,
    counted.source_entity_id,
    counted.source_name,
    counted.source_type,
    counted.is_described,
    counted.sources_max,
    counted.claims,
    {{ count_low('counted.claims', 'claim_errors') }} as claims_low,
    {{ count_high('counted.claims', 'claim_errors') }} as claims_high,
    counted.quotes,
    {{ count_low('counted.quotes', 'quote_errors') }} as quotes_low,
    {{ count_high('counted.quotes', 'quote_errors') }} as quotes_high,
    counted.direct_quotes,
    counted.articles,
    counted.own_articles,
    counted.texts,
    counted.stories,
    counted.outlets,
    counted.own_outlets,
    counted.publisher_families,
    counted.corpus_stories,
    counted.corpus_outlets,
    counted.story_share,
    counted.outlet_share,
    counted.first_outlet,
    counted.first_published_at,
    counted.last_published_at,
    counted.first_published_date,
    counted.last_published_date
from counted
left join {{ ref('int_count_errors') }} as claim_errors on claim_errors.measure = 'counted sources'
left join {{ ref('int_count_errors') }} as quote_errors on quote_errors.measure = 'counted speakers'
