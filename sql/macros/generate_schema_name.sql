{# Marts stand in main beside the tables, so that a BI tool shows them together; other layers keep their own schema. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
