{#
    Joins, as `merged`, the family that stands for a publisher family there, where there is one: coalesce(merged.counted_as,
    its own) is whom it counts as. Arguments: the columns of what is carried and of the publisher family.
    An article's is in int_counted_carriers; this is for outlets that a report gives.
#}
{% macro join_merged_families(carried, carried_id, publisher_family) -%}
left join {{ ref('int_merged_families') }} as merged
    on
        {{ carried }} = merged.carried
        and {{ carried_id }} = merged.carried_id
        and {{ publisher_family }} = merged.publisher_family
{%- endmacro %}
