-- Grain: one row per known outlet, window and scope of texts with an article. Key: outlet, time_grain, first_day, text_scope.
-- Over claims: numerator a source's attributions, denominator all attributions (pairs of an attributed claim and a known
-- source). Over articles (*_by_articles): numerator the articles that attribute a claim to it, denominator their sum.
-- effective_sources: exp of Shannon's entropy, the Hill number of order 1 (Hill 1973; Jost 2006): as many sources as, cited
-- equally often, would be as diverse. hhi: the sum of squared shares (Simpson 1949). top_N_share: of the N most cited.
-- official_share: numerator attributions to government and anonymous_official; a lower bound, since named persons are never
-- taken for officials. direct_share: numerator direct, denominator direct and mixed quotations, whoever speaks.
-- Bounds: *_min take described sources of the same words for one; all else counts them apart, as distinct_sources does.
-- attributions_low to quotes_high: 95 % bounds of how many there are, by measured precision and recall (int_count_errors).
-- All other *_low and *_high: 95 %, from the standard error in 200 resamples of the articles with a fixed seed (int_diversity_errors).
-- NULL: shares and measures with a denominator of 0; their bounds where fewer than five articles cite anybody; first_day where
-- time_grain is all. Entropies are rounded to nine digits: the last ones depend on the order of rows. A share of 0 means none among some.
-- Windows and sources are numbered: numbers are compared in less time.
with numbered as (
    select
        outlet,
        time_grain,
        first_day,
        text_scope,
        row_number() over () as number
    from {{ ref('int_outlet_windows') }}
    group by outlet, time_grain, first_day, text_scope
),

sources as (
    select
        source_key,
        any_value(least_key) as least_key,
        row_number() over () as number
    from {{ ref('int_article_sources') }}
    group by source_key
),

cited as (
    select
        numbered.number as window_number,
        sources.number as source_number,
        sum(article_sources.claims)::bigint as claims,
        count(*) as articles
    from {{ ref('int_outlet_windows') }} as windows
    inner join numbered
        on
            windows.outlet = numbered.outlet
            and windows.time_grain = numbered.time_grain
            and windows.first_day is not distinct from numbered.first_day
            and windows.text_scope = numbered.text_scope
    inner join {{ ref('int_article_sources') }} as article_sources on windows.article_id = article_sources.article_id
    inner join sources on article_sources.source_key = sources.source_key
    where article_sources.claims > 0
    group by numbered.number, sources.number
),

measured as (
    select
        cited.window_number,
        count(*) as sources,
        count(*) filter (where sources.source_key = sources.least_key) as certain_sources,
        sum(cited.claims) as claims,
        coalesce(sum(cited.claims * ln(cited.claims)) filter (where sources.source_key = sources.least_key), 0) as certain_sum,
        {%- for counted, suffix in (('cited.claims', ''), ('cited.articles', '_by_articles')) %}
        round(
            exp(ln(sum({{ counted }})) - sum({{ counted }} * ln({{ counted }})) / sum({{ counted }})), 9
        ) as effective_sources{{ suffix }},
        sum({{ counted }} * {{ counted }}) / pow(sum({{ counted }}), 2) as hhi{{ suffix }},
        max({{ counted }}) / sum({{ counted }}) as top_1_share{{ suffix }},
        list_sum(max({{ counted }}, 10)) / sum({{ counted }}) as top_10_share{{ suffix }}{{ ',' if not loop.last }}
        {%- endfor %}
    from cited
    inner join sources on cited.source_number = sources.number
    group by cited.window_number
),

-- of described sources alone: all others are themselves at least, too
described as (
    select
        window_number,
        count(*) as sources,
        sum(claims * ln(claims)) as described_sum
    from (
        select
            cited.window_number,
            sum(cited.claims) as claims
        from cited
        inner join sources on cited.source_number = sources.number
        where sources.source_key <> sources.least_key
        group by cited.window_number, sources.least_key
    )
    group by window_number
),

diversity as (
    select
        numbered.outlet,
        numbered.time_grain,
        numbered.first_day,
        numbered.text_scope,
        measured.*,
        measured.certain_sources + coalesce(described.sources, 0) as sources_min,
        round(
            exp(ln(measured.claims) - (measured.certain_sum + coalesce(described.described_sum, 0)) / measured.claims), 9
        ) as effective_sources_min
    from numbered
    inner join measured on numbered.number = measured.window_number
    left join described on numbered.number = described.window_number
),

counts as (
    select
        windows.outlet,
        windows.time_grain,
        windows.first_day,
        windows.text_scope,
        count(*) as articles,
        count(*) filter (where counts.attributions > 0) as sourced_articles,
        sum(counts.quotes)::bigint as quotes,
        sum(counts.attributions)::bigint as attributions,
        {%- for type in source_types() %}
        sum(counts.{{ type }}_attributions) / nullif(sum(counts.attributions), 0) as {{ type }}_share,
        {%- endfor %}
        sum(counts.government_attributions + counts.anonymous_official_attributions)
        / nullif(sum(counts.attributions), 0) as official_share,
        sum(counts.anonymous_attributions) / nullif(sum(counts.attributions), 0) as anonymous_share,
        sum(counts.direct_quotes) / nullif(sum(counts.quotes), 0) as direct_share
    from {{ ref('int_outlet_windows') }} as windows
    inner join {{ ref('int_article_counts') }} as counts on windows.article_id = counts.article_id
    group by windows.outlet, windows.time_grain, windows.first_day, windows.text_scope
)

select
    counts.outlet,
    counts.time_grain,
    counts.first_day,
    counts.text_scope,
    counts.articles,
    counts.sourced_articles,
    {%- for column, errors in (('attributions', 'attribution_errors'), ('quotes', 'quote_errors')) %}
    counts.{{ column }},
    {{ count_low('counts.' ~ column, errors) }} as {{ column }}_low,
    {{ count_high('counts.' ~ column, errors) }} as {{ column }}_high,
    {%- endfor %}
    coalesce(measured.sources, 0) as sources,
    coalesce(measured.sources_min, 0) as sources_min,
    measured.effective_sources,
    measured.effective_sources * exp(-1.96 * errors.entropy_error) as effective_sources_low,
    measured.effective_sources * exp(1.96 * errors.entropy_error) as effective_sources_high,
    measured.effective_sources_min,
    measured.effective_sources_by_articles,
    measured.effective_sources_by_articles * exp(-1.96 * errors.entropy_by_articles_error) as effective_sources_by_articles_low,
    measured.effective_sources_by_articles * exp(1.96 * errors.entropy_by_articles_error) as effective_sources_by_articles_high,
    {%- for measure in ('hhi', 'top_1_share', 'top_10_share') %}
    measured.{{ measure }},
    {%- if measure != 'top_10_share' %}
    {{ bound('measured.' ~ measure, '-', 'errors.' ~ measure ~ '_error') }} as {{ measure }}_low,
    {{ bound('measured.' ~ measure, '+', 'errors.' ~ measure ~ '_error') }} as {{ measure }}_high,
    {%- endif %}
    measured.{{ measure }}_by_articles,
    {%- endfor %}
    {%- for type in source_types() %}
    counts.{{ type }}_share,
    {%- endfor %}
    {%- for share in ('official_share', 'anonymous_share', 'direct_share') %}
    counts.{{ share }},
    {{ bound('counts.' ~ share, '-', 'errors.' ~ share ~ '_error') }} as {{ share }}_low,
    {{ bound('counts.' ~ share, '+', 'errors.' ~ share ~ '_error') }} as {{ share }}_high{{ ',' if not loop.last }}
    {%- endfor %}
from counts
{%- for joined in ('measured', 'errors') %}
left join {{ ref('int_diversity_errors') if joined == 'errors' else 'diversity' }} as {{ joined }}
    on
        counts.outlet = {{ joined }}.outlet
        and counts.time_grain = {{ joined }}.time_grain
        and counts.first_day is not distinct from {{ joined }}.first_day
        and counts.text_scope = {{ joined }}.text_scope
{%- endfor %}
left join {{ ref('int_count_errors') }} as attribution_errors on attribution_errors.measure = 'counted sources'
left join {{ ref('int_count_errors') }} as quote_errors on quote_errors.measure = 'counted quotations'
