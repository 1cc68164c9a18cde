{# What a report rests on (int_evidence), where all described sources are taken for one. #}
{% macro least_evidence(evidence) -%}
    case when {{ evidence }} like 'source:described:%' then 'source:described' else {{ evidence }} end
{%- endmacro %}
