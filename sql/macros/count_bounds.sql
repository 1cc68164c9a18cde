{#
    The bounds of how many rows there are, 95 %, where so many were counted: by the measured precision and recall of such rows
    (a row of int_count_errors, whose name is errors). NULL where they were not measured.
#}
{% macro count_low(counted, errors) -%}
    case when {{ errors }}.measure is not null then greatest({{ _count_bound(counted, errors, '-') }}, 0) end
{%- endmacro %}

{% macro count_high(counted, errors) -%} {{ _count_bound(counted, errors, '+') }} {%- endmacro %}

{% macro _count_bound(counted, errors, sign) -%}
    {{ counted }} * {{ errors }}.ratio
    {{ sign }} 1.96 * sqrt({{ counted }} * {{ errors }}.variance + pow({{ counted }} * {{ errors }}.ratio_error, 2))
{%- endmacro %}
