-- Grain: one row per claim, in whatever voice. Key: claim_id.
-- Who said what, where and when, in one table. It counts nothing: numerator and denominator are its rows. Its measures are
-- the claims' own (docs/data_dictionary.md, claims).
-- source_*: the first source that the claim is given to; all_sources has those named beside it too.
-- is_quoted: whether some of its words stand in a direct or mixed quotation.
-- NULL: source columns in the outlet's own voice and when unknown, source_entity_id also when the source is only described;
-- stance and cue_text in the outlet's own voice; outlet, headline, url and times when the article gives none.
with quoted as (
    select claim_id
    from {{ ref('stg_quotes') }}
    where quote_type in ('direct', 'mixed') and claim_id is not null
    group by claim_id
)

select
    claims.claim_id,
    claims.statement,
    claims.claim_text as text,
    claims.source_name,
    claims.source_entity_id,
    claims.source_type,
    claims.is_known_source,
    claims.is_anonymous,
    array_to_string(claims.source_names, '; ') as all_sources,
    claims.via_name,
    claims.voice,
    claims.voice = 'hedged' as is_hedged,
    claims.cue_text,
    claims.stance,
    claims.polarity,
    claims.polarity = 'negated' as is_negated,
    quoted.claim_id is not null as is_quoted,
    claims.confidence,
    claims.article_id,
    articles.outlet,
    articles.publisher_family,
    articles.is_own_text,
    articles.headline,
    articles.url,
    articles.published_at,
    articles.published_date,
    articles.published_local_date,
    articles.story_id,
    stories.headline as story_headline,
    groups.claim_group_id,
    coalesce(heads.representative_claim_id, claims.claim_id) as representative_claim_id,
    coalesce(heads.representative_text, claims.claim_text) as representative_text
from {{ ref('stg_claims') }} as claims
inner join {{ ref('int_story_articles') }} as articles on claims.article_id = articles.article_id
left join {{ ref('dim_story') }} as stories on articles.story_id = stories.story_id
inner join {{ ref('stg_claim_groups') }} as groups on claims.claim_id = groups.claim_id
left join {{ ref('int_group_heads') }} as heads on groups.claim_group_id = heads.claim_group_id
left join quoted on claims.claim_id = quoted.claim_id
