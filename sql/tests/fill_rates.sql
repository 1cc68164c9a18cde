{{ config(severity='warn') }}
-- Shares that are seldom this high in news, so that either the input lacks something or a stage has broken. They warn: such
-- input is legitimate. Shares of texts are judged from 50 rows on, since a few rows prove nothing.
with shares as (
    select
        'articles without an outlet' as measure,
        count(*) filter (where outlet is null) as counted,
        count(*) as total,
        0.2 as ceiling,
        'coverage and independence are counted in outlets: give --outlet, a metadata.csv or a column outlet' as reason
    from {{ ref('stg_articles') }}

    union all

    select
        'articles without a date' as measure,
        count(*) filter (where published_at is null) as counted,
        count(*) as total,
        0.2 as ceiling,
        'undated articles have no place in who reported first: give --published-at, a metadata.csv or a column' as reason
    from {{ ref('stg_articles') }}

    union all

    select
        'articles without any claim' as measure,
        count(*) filter (where claims.article_id is null) as counted,
        count(*) as total,
        0.2 as ceiling,
        'news states something: look for texts cut short, tables or lists' as reason
    from {{ ref('stg_articles') }} as articles
    left join (select distinct article_id from {{ ref('stg_claims') }}) as claims on articles.article_id = claims.article_id
    having count(*) >= 50

    union all

    select
        'attributed claims of an unknown source' as measure,
        count(*) filter (where not is_known_source) as counted,
        count(*) as total,
        0.3 as ceiling,
        'a fifth of the sources in news are pronouns, so above this their resolution has failed' as reason
    from {{ ref('stg_claims') }}
    where voice = 'attributed'
    having count(*) >= 50

    union all

    select
        'quotations of nobody' as measure,
        count(*) filter (where quote_type = 'scare') as counted,
        count(*) as total,
        0.5 as ceiling,
        'most quotation marks in news hold speech, so above this the cues were not found' as reason
    from {{ ref('stg_quotes') }}
    having count(*) >= 50
)

select counted || ' of ' || total || ' ' || measure || ': ' || reason as finding
from shares
where counted > ceiling * total
order by finding
