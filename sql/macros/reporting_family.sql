{#
    Whom a source is where it is an outlet or agency ('The Courier reported'): its publisher family on that day, else its name; NULL
    for any other source. `join_reporting_owners` joins, as `owners`, who owned it. given: the name of the relation of sources;
    published_at: the day, the last owner's without one.
#}
{% macro reporting_family(given) -%}
    case
        when {{ given }}.source_type = 'media' then coalesce(owners.publisher_family, owners.outlet, {{ given }}.source_name)
    end
{%- endmacro %}

{% macro join_reporting_owners(given, published_at) -%}
left join {{ ref('stg_outlet_owners').include(database=false) }} as owners
    on
        case when {{ given }}.source_type = 'media' then lower({{ given }}.source_name) end = owners.outlet_name
        and coalesce({{ published_at }}::date, date '9999-12-31') between owners.valid_from and owners.valid_to
{%- endmacro %}
