-- Grain: one row per name of a listed outlet, its aliases included. Key: outlet_name.
-- NULL: publisher_family when the seed names none.
select
    outlet_name,
    publisher_family
from {{ source('seeds', 'outlet_names') }}
