-- Grain: one row per article of a known outlet, window it falls in and scope that it belongs to.
-- Key: article_id, time_grain, text_scope.
-- time_grain: all, month, week; first_day: the window's first day (a week's Monday). Undated articles are in 'all' only.
-- text_scope: all; own: only what is neither an agency's text nor a copy, so that wire copy counts nowhere else than in all.
-- NULL: first_day where time_grain is all.
select
    articles.article_id,
    articles.outlet,
    articles.story_id,
    windows.time_grain,
    case
        when windows.time_grain <> 'all' then cast(date_trunc(windows.time_grain, articles.published_date) as date)
    end as first_day,
    scopes.text_scope
from {{ ref('int_story_articles') }} as articles
inner join (values ('all'), ('month'), ('week')) as windows (time_grain)
    on windows.time_grain = 'all' or articles.published_date is not null
inner join (values ('all'), ('own')) as scopes (text_scope)
    on scopes.text_scope = 'all' or articles.is_own_text
where articles.outlet is not null
