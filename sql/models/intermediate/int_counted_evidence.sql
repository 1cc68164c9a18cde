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
    where counted_as is not null
    group by carried, carried_id, counted_as, evidence
),

evidence_counts as (
    select
        carried,
        carried_id,
        evidence,
        count(*) as families
    from families
    group by carried, carried_id, evidence
),

least_counts as (
    select
        carried,
        carried_id,
        least_evidence,
        count(distinct counted_as) as families
    from families
    group by carried, carried_id, least_evidence
)

select
    families.carried,
    families.carried_id,
    families.counted_as,
    min(row(-evidence_counts.families, families.evidence))[2] as counted_evidence,
    min(row(-least_counts.families, families.least_evidence))[2] as least_evidence
from families
inner join evidence_counts
    on
        families.carried = evidence_counts.carried
        and families.carried_id = evidence_counts.carried_id
        and families.evidence = evidence_counts.evidence
inner join least_counts
    on
        families.carried = least_counts.carried
        and families.carried_id = least_counts.carried_id
        and families.least_evidence = least_counts.least_evidence
group by families.carried, families.carried_id, families.counted_as
