-- Grain: one row per thing that is carried (int_carriers) and publisher family that is tied to another one there.
-- Key: carried, carried_id, publisher_family. No column is null.
-- Families are tied when their articles are copies of one text, reports of one agency, or of one outlet that was sold in
-- between. This chains: of two papers of one publisher one ran the wire text that a third paper ran, so the third is not
-- independent of either.
-- counted_as: the family that stands for all that hang together.
with sold as (
    select outlet
    from {{ ref('int_outlet_owners') }}
    group by outlet
    having count(*) > 1
),

-- texts that several articles have: most stand alone, and tie nobody
shared_texts as (
    select text_family
    from {{ ref('int_story_articles') }}
    group by text_family
    having count(*) > 1
),

ties as (
    select
        carriers.carried,
        carriers.carried_id,
        carriers.publisher_family,
        unnest(['text:' || shared_texts.text_family, 'agency:' || carriers.agency, 'outlet:' || sold.outlet]) as tie
    from {{ ref('int_carriers') }} as carriers
    left join shared_texts on carriers.text_family = shared_texts.text_family
    left join sold on carriers.outlet = sold.outlet
    where
        carriers.publisher_family is not null
        and (shared_texts.text_family is not null or carriers.agency is not null or sold.outlet is not null)
),

shared_ties as (
    select
        carried,
        carried_id,
        tie,
        min(publisher_family) as first_family
    from ties
    where tie is not null
    group by carried, carried_id, tie
    having count(distinct publisher_family) > 1
),

edges as (
    select
        row(ties.carried, ties.carried_id, ties.publisher_family) as a,
        row(ties.carried, ties.carried_id, shared_ties.first_family) as b
    from ties
    inner join shared_ties
        on
            ties.carried = shared_ties.carried
            and ties.carried_id = shared_ties.carried_id
            and ties.tie = shared_ties.tie
),

labels as {{ label_components('edges') }}

select
    node[1] as carried,
    node[2] as carried_id,
    node[3] as publisher_family,
    label[3] as counted_as
from labels
