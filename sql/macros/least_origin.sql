{# An origin where all described sources are taken for one. #}
{% macro least_origin(origin) -%}
    case when {{ origin }} like 'source:described:%' then 'source:described' else {{ origin }} end
{%- endmacro %}
