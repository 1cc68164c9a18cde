-- Grain: one row per run that the warehouse knows: those before the one that built it, and that one. Key: run_id.
-- Volumes and fill rates of each run against the median of up to ten completed runs before it (compared_runs): articles_ratio
-- is articles over usual_articles. claims_per_article, quotes_per_article: over articles. reject_share: rejects over inputs.
-- undated_share, no_outlet_share, no_claims_share: articles that lack it, over articles. unknown_source_share: numerator
-- attributed claims of which nobody known is the source; denominator attributed claims.
-- is_unusual: a completed run of less than half or more than twice the usual articles, or whose claims per article differ by more
-- than a third, or whose unknown share is more than five points above the usual. These bounds are ours.
-- NULL: counts that a run did not get to, or that were not yet written down; usual_*, articles_ratio and is_unusual without a
-- completed run before it. A share of 0 means none among some.
with runs as (
    select
        *,
        claims / nullif(articles, 0) as claims_per_article,
        quotes / nullif(articles, 0) as quotes_per_article,
        rejects / nullif(inputs, 0) as reject_share,
        undated_articles / nullif(articles, 0) as undated_share,
        articles_without_outlet / nullif(articles, 0) as no_outlet_share,
        articles_without_claims / nullif(articles, 0) as no_claims_share,
        unknown_source_claims / nullif(attributed_claims, 0) as unknown_source_share
    from {{ ref('stg_runs') }}
),

earlier as (
    select
        runs.run_id,
        before.run_id as before_id,
        before.articles,
        before.claims_per_article,
        before.unknown_source_share
    from runs
    inner join runs as before
        on before.status = 'completed' and row(before.started_at, before.run_id) < row(runs.started_at, runs.run_id)
    qualify row_number() over (partition by runs.run_id order by before.started_at desc, before.run_id desc) <= 10
),

usual as (
    select
        run_id,
        count(*) as compared_runs,
        median(articles) as usual_articles,
        median(claims_per_article) as usual_claims_per_article,
        median(unknown_source_share) as usual_unknown_source_share
    from earlier
    group by run_id
)

select
    runs.run_id,
    runs.started_at,
    runs.status,
    runs.problem,
    runs.code_version,
    runs.model_version,
    epoch(runs.ended_at - runs.started_at) as seconds,
    runs.inputs,
    runs.articles,
    runs.claims,
    runs.quotes,
    runs.stories,
    runs.rejects,
    runs.claims_per_article,
    runs.quotes_per_article,
    runs.reject_share,
    runs.undated_share,
    runs.no_outlet_share,
    runs.no_claims_share,
    runs.unknown_source_share,
    coalesce(usual.compared_runs, 0) as compared_runs,
    usual.usual_articles,
    runs.articles / nullif(usual.usual_articles, 0) as articles_ratio,
    usual.usual_claims_per_article,
    usual.usual_unknown_source_share,
    case
        when usual.compared_runs > 0
            then
                runs.status = 'completed'
                and (
                    coalesce(runs.articles not between usual.usual_articles / 2 and usual.usual_articles * 2, false)
                    or coalesce(
                        abs(runs.claims_per_article - usual.usual_claims_per_article) > usual.usual_claims_per_article / 3,
                        false
                    )
                    or coalesce(runs.unknown_source_share > usual.usual_unknown_source_share + 0.05, false)
                )
    end as is_unusual
from runs
left join usual on runs.run_id = usual.run_id
