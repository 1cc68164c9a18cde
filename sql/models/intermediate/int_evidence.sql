-- Grain: one row per claim group or quote group, article that carries it, and what it rests on there.
-- Key: carried, carried_id, article_id, evidence.
-- What a report rests on (evidence_kind):
--   source   a known source that it gives; 'A and B said' rests on two
--   report   another outlet's or agency's report ('The Courier reported'): the evidence is that outlet's publisher family, so
--            that the outlet's own article, where it carries the claim too, has the same evidence
--   text     no source of its own, but a copy or sister text (counted_as) gives one: it rests on what that one rests on
--   own      nothing but itself: the evidence is the family it is counted as
-- Lone claims and quotations are left out, as in int_carriers; what they rest on is in origin_chain.
-- NULL: counted_as for an unknown outlet; source_entity_id unless evidence_kind is source and the source an entity; source_name
-- for own and text.
-- An article of an unknown outlet without a source rests on nothing that could be counted and has no row.
with given as (
    select * from {{ ref('int_given_sources') }}
),

carriers as (
    select
        carried,
        carried_id,
        article_id,
        publisher_family,
        counted_as
    from {{ ref('int_counted_carriers') }}
    where carried in ('claim_group', 'quote_group')
),

sourced as (
    select
        given.carried,
        given.carried_id,
        given.article_id,
        carriers.counted_as,
        case
            when given.reporting_family is null then 'source:' || given.source_key
            else 'outlet:' || coalesce(merged.counted_as, given.reporting_family)
        end as evidence,
        case when given.reporting_family is null then 'source' else 'report' end as evidence_kind,
        min(given.source_entity_id) filter (where given.reporting_family is null) as source_entity_id,
        min(given.source_name) as source_name
    from given
    inner join carriers
        on
            given.carried = carriers.carried
            and given.carried_id = carriers.carried_id
            and given.article_id = carriers.article_id
    {{ join_merged_families("given.carried", "given.carried_id", "given.reporting_family") }}
    group by all
),

family_evidence as (
    select
        carried,
        carried_id,
        counted_as,
        evidence
    from sourced
    group by carried, carried_id, counted_as, evidence
),

unsourced as (
    select
        carriers.carried,
        carriers.carried_id,
        carriers.article_id,
        carriers.counted_as,
        coalesce(family_evidence.evidence, 'outlet:' || carriers.counted_as) as evidence,
        case when family_evidence.evidence is null then 'own' else 'text' end as evidence_kind
    from carriers
    anti join sourced
        on
            carriers.carried = sourced.carried
            and carriers.carried_id = sourced.carried_id
            and carriers.article_id = sourced.article_id
    left join family_evidence
        on
            carriers.carried = family_evidence.carried
            and carriers.carried_id = family_evidence.carried_id
            and carriers.counted_as = family_evidence.counted_as
    where carriers.counted_as is not null
)

select * from sourced

union all

select
    *,
    null as source_entity_id,
    null as source_name
from unsourced
