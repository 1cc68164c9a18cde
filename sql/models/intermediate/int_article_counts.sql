-- Grain: one row per article that counts. Key: article_id. No column is null.
-- What an article holds, doubtful rows left out. claims: in any voice; attributed, hedged and outlet_claims are its parts.
-- attributions: pairs of an attributed claim and a known source ('A and B said' gives two); the columns by type are its parts.
-- explained_attributions: anonymous ones of claims whose article says why the source is not named.
-- quotes: direct and mixed ones, whoever speaks; anonymous_quotes: those with a source that is not named.
with claims as (
    select
        article_id,
        count(*) as claims,
        count(*) filter (where voice = 'attributed') as attributed_claims,
        count(*) filter (where voice = 'hedged') as hedged_claims,
        count(*) filter (where voice = 'outlet') as outlet_claims,
        count(*) filter (where stance in ('denies', 'questions')) as denying_claims,
        count(*) filter (where stance = 'alleges') as alleging_claims,
        count(*) filter (where stance = 'warns') as warning_claims,
        count(*) filter (where stance = 'promises') as promising_claims,
        count(*) filter (where stance = 'criticizes') as criticizing_claims,
        count(*) filter (where stance = 'praises') as praising_claims
    from {{ ref('stg_claims') }}
    where not is_doubtful
    group by article_id
),

attributions as (
    select
        attributions.article_id,
        count(*) as attributions,
        count(*) filter (where attributions.is_anonymous) as anonymous_attributions,
        count(*) filter (where attributions.is_anonymous and claims.anonymity_reason is not null) as explained_attributions,
        {%- for type in source_types() %}
        count(*) filter (where attributions.source_type = '{{ type }}') as {{ type }}_attributions{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_attributions') }} as attributions
    inner join {{ ref('stg_claims') }} as claims on attributions.claim_id = claims.claim_id
    group by attributions.article_id
),

quotes as (
    select
        article_id,
        count(*) as quotes,
        count(*) filter (where quote_type = 'direct') as direct_quotes,
        count(*) filter (where is_anonymous and is_known_source) as anonymous_quotes
    from {{ ref('stg_quotes') }}
    where quote_type in ('direct', 'mixed') and not is_doubtful
    group by article_id
)

select
    articles.article_id,
    {%- for column in claim_counts() %}
    coalesce(claims.{{ column }}, 0) as {{ column }},
    {%- endfor %}
    {%- for column in attribution_counts() %}
    coalesce(attributions.{{ column }}, 0) as {{ column }},
    {%- endfor %}
    coalesce(quotes.quotes, 0) as quotes,
    coalesce(quotes.direct_quotes, 0) as direct_quotes,
    coalesce(quotes.anonymous_quotes, 0) as anonymous_quotes
from {{ ref('int_story_articles') }} as articles
left join claims on articles.article_id = claims.article_id
left join attributions on articles.article_id = attributions.article_id
left join quotes on articles.article_id = quotes.article_id
