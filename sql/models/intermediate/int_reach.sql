-- Grain: one row per thing that is carried: story, claim group or quote group (int_carriers). Key: carried, carried_id.
-- independent_outlets: its known outlets, where those of one publisher count once, and so do those that int_merged_families
-- holds together. An outlet that carries it in its own words too is still one with those it shares a text with.
-- publisher_families: its known outlets' publishers. independent_origins: what the reports rest on (int_counted_evidence), 0 for
-- stories.
-- independent_origins_min: those where described sources may all be one.
-- first_outlets: all that may have been first. A date without an hour (midnight sharp) leaves open who was first that day;
-- first_outlet is the first by time, then by article id. is_first_tied: more than one outlet may have been.
-- first_precision: day where one of the first has no hour, else time.
-- NULL: first_* when no article has a date; first_outlet also when the first article's outlet is unknown.
with carriers as (
    select
        carriers.carried,
        carriers.carried_id,
        carriers.article_id,
        carriers.outlet,
        carriers.publisher_family,
        carriers.published_at,
        carriers.counted_as,
        carriers.published_at <= min({{ published_by('carriers.published_at') }}) over same_carried as is_first,
        {{ published_by('carriers.published_at') }} > carriers.published_at as is_of_day
    from {{ ref('int_counted_carriers') }} as carriers
    window same_carried as (partition by carriers.carried, carriers.carried_id)
),

evidence_counts as (
    select
        carried,
        carried_id,
        count(distinct counted_evidence) as independent_origins,
        least(count(distinct counted_evidence), count(distinct least_evidence)) as independent_origins_min
    from {{ ref('int_counted_evidence') }}
    group by carried, carried_id
)

select
    carriers.carried,
    carriers.carried_id,
    count(*) as articles,
    count(distinct outlet) as outlets,
    count(distinct publisher_family) as publisher_families,
    count(distinct counted_as) as independent_outlets,
    coalesce(any_value(evidence_counts.independent_origins), 0) as independent_origins,
    coalesce(any_value(evidence_counts.independent_origins_min), 0) as independent_origins_min,
    count(*) = 1 or (count(distinct outlet) = 1 and count(outlet) = count(*)) as is_single_outlet,
    arg_min_null(article_id, row(published_at, article_id)) filter (where published_at is not null) as first_article_id,
    arg_min_null(outlet, row(published_at, article_id)) filter (where published_at is not null) as first_outlet,
    coalesce(
        list_sort(list(distinct outlet) filter (where is_first and outlet is not null)), cast([] as varchar[])
    ) as first_outlets,
    count(distinct coalesce(outlet, '')) filter (where is_first) > 1 as is_first_tied,
    case
        when bool_or(is_of_day) filter (where is_first) then 'day'
        when count(published_at) > 0 then 'time'
    end as first_precision,
    min(published_at) as first_published_at,
    max(published_at) as last_published_at
from carriers
left join evidence_counts
    on carriers.carried = evidence_counts.carried and carriers.carried_id = evidence_counts.carried_id
group by carriers.carried, carriers.carried_id
