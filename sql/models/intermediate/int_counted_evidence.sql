-- Grain: one row per claim group or quote group that is not lone, and publisher family that outlets count as there.
-- Key: carried, carried_id, counted_as. No column is null.
-- counted_evidence: of what the articles of one counted_as rest on, what most others rest on too, the first by name among
-- equals. So a report with one shared and one own source counts with those it shares with, and the distinct values never
-- outnumber the independent outlets.
-- least_evidence: the same where described sources ('officials') may all be one; fewer or as many distinct values.
with families as (
    select
        carried,
        carried_id,
        counted_as,
        evidence,
        {{ least_evidence('evidence') }} as least_evidence
    from {{ ref('int_evidence') }}
    where not is_lone and counted_as is not null
    group by carried, carried_id, counted_as, evidence
),

-- counted over windows: joined, the shares of one group would meet each other, and a group may have thousands
shares as (
    select
        *,
        count(*) over (partition by carried, carried_id, evidence) as families,
        count(distinct counted_as) over (partition by carried, carried_id, least_evidence) as least_families
    from families
),

ranked as (
    select
        *,
        row_number() over (partition by carried, carried_id, counted_as order by families desc, evidence) as place,
        row_number() over (
            partition by carried, carried_id, counted_as order by least_families desc, least_evidence
        ) as least_place
    from shares
)

select
    carried,
    carried_id,
    counted_as,
    min_by(evidence, place) as counted_evidence,
    min_by(least_evidence, least_place) as least_evidence
from ranked
group by carried, carried_id, counted_as
