{# The average similarity at which claims join a group: STRICT in transforms/match/claims.py. #}
{% macro joining_similarity() -%}
    0.24
{%- endmacro %}
