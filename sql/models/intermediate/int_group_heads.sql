-- Grain: one row per claim group that is not lone (int_group_claims). Key: claim_group_id. No column is null.
-- representative_claim_id: the claim that stands for the group: of those that carry it, where there are any, the one that
-- matching chose, else the one most like that one, then by id. It may have stood in a version that does not count any more.
-- The claim of a lone group stands for itself.
select
    claim_group_id,
    head[1] as representative_claim_id,
    head[2] as representative_text,
    head[3] as representative_statement
from (
    select
        claim_group_id,
        min_by(row(claim_id, claim_text, statement), row(not carries, not is_representative, -similarity, claim_id)) as head
    from {{ ref('int_group_claims') }}
    where not is_lone
    group by claim_group_id
)
