-- Grain: one row per article. Key: article_id.
-- origin_id: articles that rest on one text share it: copies of each other (see the variable copy_containment), or of
-- one story and bylined to the same agency; copies of copies count too. An article of its own has its own id there.
-- NULL: none.
with copies as (
    select
        article_id_a as a,
        article_id_b as b
    from {{ ref('stg_article_copies') }}
    where containment >= {{ var('copy_containment') }}
),

wire_reports as (
    select
        agencies.article_id as a,
        min(agencies.article_id) over (partition by articles.story_id, agencies.agency) as b
    from {{ ref('int_byline_agencies') }} as agencies
    inner join {{ ref('int_story_articles') }} as articles on agencies.article_id = articles.article_id
),

edges as (
    select a, b from copies
    union all
    select a, b from wire_reports
),

labels as {{ label_components('edges') }}

select
    articles.article_id,
    coalesce(labels.label, articles.article_id) as origin_id
from {{ ref('int_story_articles') }} as articles
left join labels on articles.article_id = labels.node
