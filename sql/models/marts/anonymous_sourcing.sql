-- Grain: one row per known outlet, window and scope of texts with an article. Key: outlet, time_grain, first_day, text_scope.
-- anonymous_share: numerator anonymous_attributions, those to a person, official or group that stands as a source and is not
-- named (unnamed_person, anonymous_official, anonymous_group); denominator attributions, pairs of an attributed claim and a
-- known source. It is wider than what newsrooms call anonymity, which is granted: 'a neighbour said' is in it.
-- explained_share: numerator those whose article says why the source is not named; denominator anonymous_attributions.
-- anonymous_quote_share: numerator quotations of a source that is not named; denominator direct and mixed quotations.
-- anonymous_article_share: numerator articles with an anonymous attribution; denominator sourced_articles, those with any.
-- *_low and *_high: Wilson's 95 % interval (1927).
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
    outlet,
    time_grain,
    first_day,
    text_scope,
    articles,
    sourced_articles,
    anonymous_articles,
    anonymous_only_articles,
    anonymous_articles / nullif(sourced_articles, 0) as anonymous_article_share,
    attributions,
    anonymous_attributions,
    unnamed_person_attributions,
    anonymous_official_attributions,
    anonymous_group_attributions,
    anonymous_attributions / nullif(attributions, 0) as anonymous_share,
    {{ share_low('anonymous_attributions', 'attributions') }} as anonymous_share_low,
    {{ share_high('anonymous_attributions', 'attributions') }} as anonymous_share_high,
    explained_attributions,
    explained_attributions / nullif(anonymous_attributions, 0) as explained_share,
    quotes,
    anonymous_quotes,
    anonymous_quotes / nullif(quotes, 0) as anonymous_quote_share
from counted
