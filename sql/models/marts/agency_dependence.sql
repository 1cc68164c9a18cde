-- Grain: one row per known outlet and window with an article. Key: outlet, time_grain, first_day.
-- agency_share: numerator agency_articles, texts of an agency other than itself; denominator articles. credited_articles name
-- the agency, uncredited_articles do not: uncredited_share has agency_articles below. copied_articles are copies of a text
-- whose writer is no known agency; contributed_articles its own ones that credit an agency with a part.
-- agency_word_share: the same in words. agency_only_share: numerator stories of which it has agency texts only; denominator
-- stories. top_agency_share: numerator top_agency's articles; denominator articles.
-- agency_share_low and _high: Wilson's 95 % interval (1927). What no copy of the corpus and no credit gives away is not seen,
-- so that these are lower bounds (Lewis, Williams and Franklin 2008 count so, with the agencies' own texts at hand).
-- NULL: shares of nothing; first_day where time_grain is all; top_agency and its share without an agency's text.
with articles as (
    select
        windows.outlet,
        windows.time_grain,
        windows.first_day,
        articles.story_id,
        articles.word_count,
        articles.agency,
        articles.is_credited,
        articles.is_own_text,
        articles.text_kind,
        articles.text_kind = 'wire' and not articles.is_own_text as is_agency_text,
        articles.is_own_text and len(texts.contributors) > 0 as is_contributed
    from {{ ref('int_outlet_windows') }} as windows
    inner join {{ ref('int_story_articles') }} as articles on windows.article_id = articles.article_id
    inner join {{ ref('stg_article_origins') }} as texts on windows.article_id = texts.article_id
    where windows.text_scope = 'all'
),

counted as (
    select
        outlet,
        time_grain,
        first_day,
        count(*) as articles,
        count(*) filter (where is_agency_text) as agency_articles,
        count(*) filter (where is_agency_text and is_credited) as credited_articles,
        count(*) filter (where text_kind = 'copy') as copied_articles,
        count(*) filter (where is_own_text) as own_articles,
        count(*) filter (where is_contributed) as contributed_articles,
        sum(word_count)::bigint as words,
        coalesce(sum(word_count) filter (where is_agency_text), 0)::bigint as agency_words,
        count(distinct story_id) as stories,
        count(distinct story_id) - count(distinct story_id) filter (where not is_agency_text) as agency_only_stories
    from articles
    group by outlet, time_grain, first_day
),

agencies as (
    select
        outlet,
        time_grain,
        first_day,
        list(agency order by agency) as agencies,
        min_by(agency, row(-articles, agency)) as top_agency,
        max(articles) as top_articles
    from (
        select
            outlet,
            time_grain,
            first_day,
            agency,
            count(*) as articles
        from articles
        where is_agency_text
        group by outlet, time_grain, first_day, agency
    )
    group by outlet, time_grain, first_day
)

select
    counted.outlet,
    counted.time_grain,
    counted.first_day,
    counted.articles,
    counted.own_articles,
    counted.agency_articles,
    counted.credited_articles,
    counted.agency_articles - counted.credited_articles as uncredited_articles,
    counted.copied_articles,
    counted.contributed_articles,
    counted.agency_articles / counted.articles as agency_share,
    {{ share_low('counted.agency_articles', 'counted.articles') }} as agency_share_low,
    {{ share_high('counted.agency_articles', 'counted.articles') }} as agency_share_high,
    (counted.agency_articles - counted.credited_articles) / nullif(counted.agency_articles, 0) as uncredited_share,
    counted.copied_articles / counted.articles as copied_share,
    counted.words,
    counted.agency_words,
    counted.agency_words / nullif(counted.words, 0) as agency_word_share,
    counted.stories,
    counted.agency_only_stories,
    counted.agency_only_stories / counted.stories as agency_only_share,
    coalesce(agencies.agencies, cast([] as varchar[])) as agencies,
    coalesce(array_to_string(agencies.agencies, '; '), '') as agencies_text,
    agencies.top_agency,
    agencies.top_articles / counted.articles as top_agency_share
from counted
left join agencies
    on
        counted.outlet = agencies.outlet
        and counted.time_grain = agencies.time_grain
        and counted.first_day is not distinct from agencies.first_day
