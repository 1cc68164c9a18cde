{#
    The voices of the rows for which a condition holds, in the order of their names, as a list; `voice` and `condition` name columns.
    A list of all rows' voices, made distinct, takes several times as long.
#}
{% macro list_voices(voice, condition) -%}
    list_filter(
        [
            {%- for name in ('attributed', 'hedged', 'outlet') %}
            any_value({{ voice }}) filter (where {{ condition }} and {{ voice }} = '{{ name }}'){{ ',' if not loop.last }}
            {%- endfor %}
        ],
        lambda voice: voice is not null
    )
{%- endmacro %}
