{# A source_key where described sources of the same words are one, whatever the text or story that they stand in. #}
{% macro least_key(source_key) -%}
    case
        when {{ source_key }} like 'described:%' then regexp_replace({{ source_key }}, '^described:[^:]*:', 'described:')
        else {{ source_key }}
    end
{%- endmacro %}
