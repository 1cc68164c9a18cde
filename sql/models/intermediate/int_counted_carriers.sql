-- Grain: one row per thing that is carried and article that carries it. Key: carried, carried_id, article_id.
-- int_carriers, with counted_as: the publisher family as which the article's outlet counts there, its own or the one that
-- int_merged_families holds it together with. The distinct values are the independent outlets.
-- NULL: as in int_carriers; counted_as when the outlet is unknown.
select
    carriers.carried,
    carriers.carried_id,
    carriers.article_id,
    carriers.outlet,
    carriers.publisher_family,
    coalesce(merged.counted_as, carriers.publisher_family) as counted_as,
    carriers.text_family,
    carriers.agency,
    carriers.published_at
from {{ ref('int_carriers') }} as carriers
{{ join_merged_families("carriers.carried", "carriers.carried_id", "carriers.publisher_family") }}
