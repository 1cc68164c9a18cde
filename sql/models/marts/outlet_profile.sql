-- Grain: one row per known outlet. Key: outlet.
-- How it writes: voices and stances of its claims, quoting, length. Each share: numerator the claims (quotations, articles) of
-- that kind; denominator claims, but attributed_claims for stances (what a source does with the content), quotes for
-- direct_share, attributions for anonymous_share, articles for own_share. Doubtful rows are left out.
-- The same over its own texts alone stands in own_*: wire copy has an agency's voice, not the outlet's.
-- hedged_share_low and _high: Wilson's 95 % interval (1927).
-- attributions_low to quotes_high: 95 % bounds of how many there are, by measured precision and recall (int_count_errors).
-- quotes_per_1000_words: numerator quotes times 1,000; denominator the words of its articles.
-- NULL: shares and rates with a denominator of 0; bounds of counts where nothing was measured. A share of 0 means none among some.
with counted as (
    select
        articles.outlet,
        count(*) as articles,
        count(*) filter (where articles.is_own_text) as own_articles,
        sum(articles.word_count)::bigint as words,
        sum(if(articles.is_own_text, articles.word_count, 0))::bigint as own_words,
        {%- for column in claim_counts() + ['attributions', 'anonymous_attributions', 'quotes', 'direct_quotes'] %}
        sum(counts.{{ column }})::bigint as {{ column }},
        sum(if(articles.is_own_text, counts.{{ column }}, 0))::bigint as own_{{ column }},
        {%- endfor %}
        count(distinct articles.story_id) as stories
    from {{ ref('int_story_articles') }} as articles
    inner join {{ ref('int_article_counts') }} as counts on articles.article_id = counts.article_id
    where articles.outlet is not null
    group by articles.outlet
)

select
    counted.outlet,
    outlets.publisher_family,
    outlets.country,
    outlets.leaning,
    counted.articles,
    counted.own_articles,
    counted.own_articles / counted.articles as own_share,
    counted.stories,
    counted.words,
    {%- for prefix in ('', 'own_') %}
    counted.{{ prefix }}claims,
    counted.{{ prefix }}attributed_claims,
    {%- for column, errors in (('attributions', 'attribution_errors'), ('quotes', 'quote_errors')) %}
    counted.{{ prefix }}{{ column }},
    {{ count_low('counted.' ~ prefix ~ column, errors) }} as {{ prefix }}{{ column }}_low,
    {{ count_high('counted.' ~ prefix ~ column, errors) }} as {{ prefix }}{{ column }}_high,
    {%- endfor %}
    counted.{{ prefix }}attributed_claims / nullif(counted.{{ prefix }}claims, 0) as {{ prefix }}attributed_share,
    counted.{{ prefix }}outlet_claims / nullif(counted.{{ prefix }}claims, 0) as {{ prefix }}outlet_voice_share,
    counted.{{ prefix }}hedged_claims / nullif(counted.{{ prefix }}claims, 0) as {{ prefix }}hedged_share,
    {{ share_low('counted.' ~ prefix ~ 'hedged_claims', 'counted.' ~ prefix ~ 'claims') }} as {{ prefix }}hedged_share_low,
    {{ share_high('counted.' ~ prefix ~ 'hedged_claims', 'counted.' ~ prefix ~ 'claims') }} as {{ prefix }}hedged_share_high,
    {%- for stance in ('denying', 'alleging', 'warning', 'promising', 'criticizing', 'praising') %}
    counted.{{ prefix }}{{ stance }}_claims
    / nullif(counted.{{ prefix }}attributed_claims, 0) as {{ prefix }}{{ stance }}_share,
    {%- endfor %}
    counted.{{ prefix }}anonymous_attributions / nullif(counted.{{ prefix }}attributions, 0) as {{ prefix }}anonymous_share,
    counted.{{ prefix }}direct_quotes / nullif(counted.{{ prefix }}quotes, 0) as {{ prefix }}direct_share,
    counted.{{ prefix }}quotes * 1000 / nullif(counted.{{ prefix }}words, 0) as {{ prefix }}quotes_per_1000_words,
    {%- endfor %}
    {%- for measure in ('effective_sources', 'effective_sources_low', 'effective_sources_high') %}
    diversity.{{ measure }}{{ ',' if not loop.last }}
    {%- endfor %}
from counted
inner join {{ ref('dim_outlet') }} as outlets on counted.outlet = outlets.outlet
left join {{ ref('source_diversity') }} as diversity
    on counted.outlet = diversity.outlet and diversity.time_grain = 'all' and diversity.text_scope = 'all'
left join {{ ref('int_count_errors') }} as attribution_errors on attribution_errors.measure = 'counted sources'
left join {{ ref('int_count_errors') }} as quote_errors on quote_errors.measure = 'counted quotations'
