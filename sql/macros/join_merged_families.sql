{#
    Joins, as `merged`, the family that stands for a publisher family in a unit, where there is one: coalesce(merged.counted_as,
    its own) is whom it counts as. Arguments: the columns of unit, unit_id and publisher family.
#}
{% macro join_merged_families(unit, unit_id, publisher_family) -%}
left join {{ ref('int_merged_families') }} as merged
    on
        {{ unit }} = merged.unit
        and {{ unit_id }} = merged.unit_id
        and {{ publisher_family }} = merged.publisher_family
{%- endmacro %}
