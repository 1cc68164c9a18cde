-- Grain: one row per known outlet of the corpus and publisher family that owned it. Key: outlet, valid_from.
-- Every day is in one of an outlet's rows; open ends are 0001-01-01 and 9999-12-31. What has no date is of the last one.
-- An outlet whose publisher the seeds do not know is its own publisher family, and is_named false. No column is null.
with outlets as (
    select outlet
    from {{ ref('int_story_articles') }}
    where outlet is not null
    group by outlet
)

select
    outlets.outlet,
    coalesce(owners.publisher_family, outlets.outlet) as publisher_family,
    owners.publisher_family is not null as is_named,
    coalesce(owners.valid_from, date '0001-01-01') as valid_from,
    coalesce(owners.valid_to, date '9999-12-31') as valid_to
from outlets
left join {{ ref('stg_outlet_owners') }} as owners on lower(outlets.outlet) = owners.outlet_name
