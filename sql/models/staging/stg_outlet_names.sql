-- Grain: one row per name of a listed outlet, its aliases included. Key: outlet_name.
-- NULL: publisher_family and country when the seed names none.
select
    outlet_name,
    outlet,
    publisher_family,
    country
from {{ source('seeds', 'outlet_names') }}
