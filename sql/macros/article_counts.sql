{# The columns of int_article_counts, named once. #}
{% macro source_types() %}
    {{ return([
        'named_person', 'unnamed_person', 'anonymous_official', 'anonymous_group', 'organization', 'government', 'media',
        'document',
    ]) }}
{% endmacro %}

{% macro claim_counts() %}
    {{ return([
        'claims', 'attributed_claims', 'hedged_claims', 'outlet_claims', 'denying_claims', 'alleging_claims',
        'warning_claims', 'promising_claims', 'criticizing_claims', 'praising_claims',
    ]) }}
{% endmacro %}

{% macro attribution_counts() %}
    {% set columns = ['attributions', 'anonymous_attributions', 'explained_attributions'] %}
    {% for type in source_types() %}
        {% do columns.append(type ~ '_attributions') %}
    {% endfor %}
    {{ return(columns) }}
{% endmacro %}
