{# A bound of the 95 % interval of a share, from its standard error; NULL where that is. #}
{% macro bound(share, sign, error) -%}
    case when {{ error }} is not null then greatest(least({{ share }} {{ sign }} 1.96 * {{ error }}, 1), 0) end
{%- endmacro %}
