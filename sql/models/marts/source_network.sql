-- Grain: one row per pair of entities that are cited beside each other in two or more articles, a before b.
-- Key: source_entity_id_a, source_entity_id_b.
-- lift: how much more often the two stand in one text than they would if neither cared for the other: numerator texts times
-- corpus_texts; denominator texts_a times texts_b (Brin, Motwani and Silverstein 1997). Copies of one text count once in texts,
-- so wire copy does not raise it; lift_by_articles counts each article. jaccard: texts over those that cite either.
-- corpus_texts, corpus_articles: those that cite any known source. Sources that are only described have no row: nobody can tell
-- whether the officials of two texts are the same. Doubtful rows are left out. No column is null.
with cited as (
    select
        sources.article_id,
        sources.source_entity_id,
        articles.text_family,
        articles.story_id,
        articles.outlet
    from {{ ref('int_article_sources') }} as sources
    inner join {{ ref('int_story_articles') }} as articles on sources.article_id = articles.article_id
),

corpus as (
    select
        count(distinct text_family) as texts,
        count(distinct article_id) as articles
    from cited
),

totals as (
    select
        source_entity_id,
        count(distinct text_family) as texts,
        count(distinct article_id) as articles
    from cited
    where source_entity_id is not null
    group by source_entity_id
),

pairs as (
    select
        a.source_entity_id as source_entity_id_a,
        b.source_entity_id as source_entity_id_b,
        count(*) as articles,
        count(distinct a.text_family) as texts,
        count(distinct a.story_id) as stories,
        count(distinct a.outlet) as outlets
    from cited as a
    inner join cited as b on a.article_id = b.article_id and a.source_entity_id < b.source_entity_id
    group by a.source_entity_id, b.source_entity_id
    having count(*) >= 2
)

select
    pairs.source_entity_id_a,
    pairs.source_entity_id_b,
    names_a.name as source_name_a,
    names_b.name as source_name_b,
    pairs.articles,
    pairs.texts,
    pairs.stories,
    pairs.outlets,
    a.texts as texts_a,
    b.texts as texts_b,
    corpus.texts as corpus_texts,
    pairs.texts * corpus.texts / (a.texts * b.texts) as lift,
    a.articles as articles_a,
    b.articles as articles_b,
    corpus.articles as corpus_articles,
    pairs.articles * corpus.articles / (a.articles * b.articles) as lift_by_articles,
    pairs.texts / (a.texts + b.texts - pairs.texts) as jaccard
from pairs
cross join corpus
inner join totals as a on pairs.source_entity_id_a = a.source_entity_id
inner join totals as b on pairs.source_entity_id_b = b.source_entity_id
inner join {{ ref('dim_entity') }} as names_a on pairs.source_entity_id_a = names_a.entity_id
inner join {{ ref('dim_entity') }} as names_b on pairs.source_entity_id_b = names_b.entity_id
