-- Grain: one row per name of a listed outlet and publisher family that owned it. Key: outlet_name, valid_from.
-- Every day is in one of a name's rows; open ends are 0001-01-01 and 9999-12-31.
-- NULL: publisher_family for days of which the seed names nobody.
select
    outlet_name,
    outlet,
    publisher_family,
    valid_from,
    valid_to
from {{ source('seeds', 'outlet_owners') }}
