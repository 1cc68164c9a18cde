-- Grain: one row per claim group and article that carries it. Key: claim_group_id, article_id.
-- The rows behind claim_coverage: its independent_outlets is the number of distinct counted_as of the group.
-- position: 1 for the article that carried it first; undated articles come last, the id decides between equal times.
-- hours_after_first: from the group's first dated article to this one.
-- NULL: outlet, and with it publisher_family and counted_as, when unknown; published_at and hours_after_first without a date;
-- agency unless the text is an agency's.
with article_claims as (
    select
        claims.claim_group_id,
        claims.story_id,
        claims.article_id,
        count(distinct claims.claim_id) as claims,
        min_by(claims.claim_text, row(-claims.similarity, claims.claim_id)) as text,
        list_sort(list(distinct claims.voice)) as voices,
        coalesce(
            list_sort(list(distinct sources.source_name) filter (where sources.source_name is not null)),
            cast([] as varchar[])
        ) as source_names
    from {{ ref('int_group_claims') }} as claims
    left join {{ ref('int_attributions') }} as sources on claims.claim_id = sources.claim_id
    group by claims.claim_group_id, claims.story_id, claims.article_id
)

select
    claims.claim_group_id,
    claims.story_id,
    claims.article_id,
    row_number() over (
        partition by claims.claim_group_id order by articles.published_at nulls last, claims.article_id
    ) as position,
    articles.outlet,
    articles.publisher_family,
    coalesce(merged.counted_as, articles.publisher_family) as counted_as,
    articles.origin_kind,
    articles.origin_id,
    articles.agency,
    articles.published_at,
    epoch(articles.published_at - min(articles.published_at) over (partition by claims.claim_group_id))
    / 3600 as hours_after_first,
    claims.claims,
    claims.text,
    claims.voices,
    claims.source_names
from article_claims as claims
inner join {{ ref('int_story_articles') }} as articles on claims.article_id = articles.article_id
left join {{ ref('int_merged_families') }} as merged
    on
        merged.unit = 'claim_group'
        and claims.claim_group_id = merged.unit_id
        and articles.publisher_family = merged.publisher_family
