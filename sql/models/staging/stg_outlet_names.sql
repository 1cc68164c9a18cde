-- Grain: one row per name of a listed outlet, its aliases included. Key: outlet_name.
-- NULL: all but the names when the seed does not say.
select
    outlet_name,
    outlet,
    country,
    language,
    medium,
    leaning,
    reliability
from {{ source('seeds', 'outlet_names') }}
