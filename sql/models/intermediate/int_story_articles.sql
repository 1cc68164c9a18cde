-- Grain: one row per article that counts. Key: article_id.
-- Of the versions of one page (outlet and url) only the newest counts, by its date, else by when it was read; all stay in
-- the table of articles. Addresses compare without scheme, 'www.', fragment and what tracks a reader; a site's front page is no article.
-- An outlet whose publisher the seeds do not know is its own publisher family.
-- text_family: articles that are copies of one text share it. text_kind: whose text it is, its outlet's own, an agency's (wire)
-- or another article's (copy).
-- is_own_text: neither an agency's text nor a copy of another article; an agency's own reports are its own.
-- text_headline: of the article that text_family names, the text's origin.
-- NULL: text_headline when that has none or was taken back; outlet, and with it publisher_family, when the outlet is unknown; url, headline and times when unknown; agency and
-- is_credited unless the text is an agency's.
with pages as (
    select
        *,
        rtrim(regexp_replace(lower(url), '^https?://(www\.)?|#.*$|[?&]utm_[^&#]*', '', 'g'), '/?&') as page
    from {{ ref('stg_articles') }}
),

newest as (
    select *
    from pages
    qualify
        not coalesce(contains(page, '/'), false)
        or row_number() over (
            partition by outlet, page order by published_at desc nulls last, ingested_at desc, article_id
        ) = 1
)

select
    articles.article_id,
    stories.story_id,
    articles.outlet,
    case when articles.outlet is not null then coalesce(texts.publisher_family, articles.outlet) end as publisher_family,
    texts.text_family,
    text_origins.headline as text_headline,
    texts.text_kind,
    texts.agency,
    texts.is_credited,
    texts.is_own_text,
    articles.headline,
    articles.url,
    articles.language,
    articles.word_count,
    articles.published_at,
    articles.published_date,
    articles.published_local_date
from newest as articles
inner join {{ ref('stg_stories') }} as stories on articles.article_id = stories.article_id
inner join {{ ref('stg_article_origins') }} as texts on articles.article_id = texts.article_id
left join {{ ref('stg_articles') }} as text_origins on texts.text_family = text_origins.article_id
