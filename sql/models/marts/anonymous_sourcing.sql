-- Grain: one row per known outlet, window and scope of texts with an article. Key: outlet, time_grain, first_day, text_scope.
-- anonymous_share: numerator anonymous_attributions, those to a person, official or group that stands as a source and is not
-- named (unnamed_person, anonymous_official, anonymous_group); denominator attributions, pairs of an attributed claim and a
-- known source. It is wider than what newsrooms call anonymity, which is granted: 'a neighbour said' is in it.
-- explained_share: numerator those whose article says why the source is not named; denominator anonymous_attributions.
-- anonymous_quote_share: numerator quotations of a source that is not named; denominator direct and mixed quotations.
-- anonymous_article_share: numerator articles with an anonymous attribution; denominator sourced_articles, those with any.
-- anonymous_share_low and _high: Wilson's 95 % interval (1927). attributions_low and _high: 95 % bounds of how many there are,
-- by measured precision and recall (int_count_errors); NULL where nothing was measured.
-- NULL: a share of nothing, and first_day where time_grain is all. A share of 0 means none among some.
with counted as (
    select
        windows.outlet,
        windows.time_grain,
        windows.first_day,
        windows.text_scope,
        count(*) as articles,
        count(*) filter (where counts.attributions > 0) as sourced_articles,
        count(*) filter (where counts.anonymous_attributions > 0) as anonymous_articles,
        count(*) filter (
            where counts.anonymous_attributions > 0 and counts.anonymous_attributions = counts.attributions
        ) as anonymous_only_articles,
        {%- for column in (
            'attributions', 'anonymous_attributions', 'unnamed_person_attributions', 'anonymous_official_attributions',
            'anonymous_group_attributions', 'explained_attributions', 'quotes', 'anonymous_quotes'
        ) %}
        sum(counts.{{ column }})::bigint as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_outlet_windows') }} as windows
    inner join {{ ref('int_article_counts') }} as counts on windows.article_id = counts.article_id
    group by windows.outlet, windows.time_grain, windows.first_day, windows.text_scope
)

select
    counted.outlet,
    counted.time_grain,
    counted.first_day,
    counted.text_scope,
    counted.articles,
    counted.sourced_articles,
    counted.anonymous_articles,
    counted.anonymous_only_articles,
    counted.anonymous_articles / nullif(counted.sourced_articles, 0) as anonymous_article_share,
    counted.attributions,
    {{ count_low('counted.attributions', 'errors') }} as attributions_low,
    {{ count_high('counted.attributions', 'errors') }} as attributions_high,
    counted.anonymous_attributions,
    counted.unnamed_person_attributions,
    counted.anonymous_official_attributions,
    counted.anonymous_group_attributions,
    counted.anonymous_attributions / nullif(counted.attributions, 0) as anonymous_share,
    {{ share_low('counted.anonymous_attributions', 'counted.attributions') }} as anonymous_share_low,
    {{ share_high('counted.anonymous_attributions', 'counted.attributions') }} as anonymous_share_high,
    counted.explained_attributions,
    counted.explained_attributions / nullif(counted.anonymous_attributions, 0) as explained_share,
    counted.quotes,
    counted.anonymous_quotes,
    counted.anonymous_quotes / nullif(counted.quotes, 0) as anonymous_quote_share
from counted
left join {{ ref('int_count_errors') }} as errors on errors.measure = 'counted sources'
