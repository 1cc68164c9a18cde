-- Grain: one row per name of a listed news agency, its aliases included. Key: agency_name. No column is null.
select
    agency_name,
    agency
from {{ source('seeds', 'agency_names') }}
