{#
    The columns that identify who speaks, from the prefix_* columns of claims (source) or quotes (speaker):
      source_entity_id    null when the source is only described
      source_name         canonical name, else the description, lower-cased and without a leading article; null when neither
      source_type, is_anonymous
      is_known_source     false for type unknown, and for a pronoun or an implied source that was not resolved
#}
{% macro source_columns(prefix) -%}
    {%- set description -%}
        nullif(regexp_replace(lower(trim({{ prefix }}_text)), '^(the|an?|some|one) ', ''), '')
    {%- endset -%}
    {%- set name -%}
        coalesce({{ prefix }}_name, case when {{ prefix }}_how in ('name', 'surname', 'nominal') then {{ description }} end)
    {%- endset -%}
    {{ prefix }}_entity_id as source_entity_id,
    {{ name }} as source_name,
    {{ prefix }}_name is not null as is_named_source,
    {{ prefix }}_type as source_type,
    {{ prefix }}_type in ('unnamed_person', 'anonymous_official', 'anonymous_group') as is_anonymous,
    {{ prefix }}_type <> 'unknown' and {{ name }} is not null as is_known_source
{%- endmacro %}
