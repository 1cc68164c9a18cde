{# The average similarity at which claims join a group: `strict` in data/models/claim_groups.json. #}
{% macro joining_similarity() -%}
    0.24
{%- endmacro %}
