-- Grain: one row per unit (see int_carriers) and publisher family that shares an origin with another one there.
-- Key: unit, unit_id, publisher_family. No column is null.
-- Families share an origin when their articles are copies of one text or reports of one agency. This chains: of two papers of
-- one publisher one ran the wire text that a third paper ran, so the third is not independent of either.
-- counted_as: the family that stands for all that hang together.
with origins as (
    select
        unit,
        unit_id,
        publisher_family,
        unnest(['text:' || origin_id, 'agency:' || agency]) as origin
    from {{ ref('int_carriers') }}
    where publisher_family is not null and not is_lone
),

shared_origins as (
    select
        unit,
        unit_id,
        origin,
        min(publisher_family) as first_family
    from origins
    where origin is not null
    group by unit, unit_id, origin
    having count(distinct publisher_family) > 1
),

edges as (
    select
        row(origins.unit, origins.unit_id, origins.publisher_family) as a,
        row(origins.unit, origins.unit_id, shared_origins.first_family) as b
    from origins
    inner join shared_origins
        on
            origins.unit = shared_origins.unit
            and origins.unit_id = shared_origins.unit_id
            and origins.origin = shared_origins.origin
),

labels as {{ label_components('edges') }}

select
    node[1] as unit,
    node[2] as unit_id,
    node[3] as publisher_family,
    label[3] as counted_as
from labels
