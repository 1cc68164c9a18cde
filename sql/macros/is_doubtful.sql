{#
    The bar below which a claim or quotation is doubtful: more likely no attribution than one. The same as DOUBTFUL in
    transforms/match/claims.py, so that a group's representative is counted where any of its members is.
#}
{% macro is_doubtful(confidence) -%}
    {{ confidence }} < 0.5
{%- endmacro %}
