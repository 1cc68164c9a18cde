{#
    The rules that the table registry declares, checked in one test per table. A row says which rule is broken, and where.

    key         columns that together name one row, null being a value of its own
    allowed     the only values of a column, by column
    references  the columns (column) whose values must stand in another table (relation, field)

    Keys are compared by their hashes, which takes half the time; where two are alike, the keys themselves say which.
#}
{% test declared_rules(model, key, allowed={}, references=[]) %}
    {%- set key_list = key | join(', ') %}
    select
        'more than one row per {{ key_list }}' as broken_rule,
        concat_ws(', ', {{ key_list }}) as offending_value
    from {{ model }}
    where (select count(*) <> count(distinct hash({{ key_list }})) from {{ model }})
    group by {{ key_list }}
    having count(*) > 1
    {%- for column, values in allowed.items() %}

    union all

    select
        '{{ column }} is not one of {{ values | join(', ') }}' as broken_rule,
        {{ column }} as offending_value
    from {{ model }}
    where {{ column }} not in ('{{ values | join("', '") }}')
    {%- endfor %}
    {%- for reference in references %}

    union all

    select
        '{{ reference.column }} is not in {{ reference.relation.identifier }}.{{ reference.field }}' as broken_rule,
        {{ reference.column }} as offending_value
    from {{ model }}
    where {{ reference.column }} is not null and {{ reference.column }} not in (select {{ reference.field }} from {{ reference.relation }})
    {%- endfor %}
{% endtest %}
