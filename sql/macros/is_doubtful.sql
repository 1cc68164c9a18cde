{#
    The bar below which a claim or quotation is doubtful: more likely no attribution, or another's, than right. It stands here
    alone; what every mart does with doubtful rows is said in docs/sql.md.
#}
{% macro is_doubtful(confidence) -%}
    {{ confidence }} < 0.5
{%- endmacro %}
