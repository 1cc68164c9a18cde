-- Grain: one row per name of a listed outlet, its aliases included. Key: outlet_name.
-- NULL: country when the seed names none.
select
    outlet_name,
    country
from {{ source('seeds', 'outlet_names') }}
