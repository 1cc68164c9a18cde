{#
    The columns that identify who speaks, from the prefix_* columns of claims (source) or quotes (speaker):
      source_entity_id    null when the source is only described ('officials')
      source_name         canonical name of the entity, else the description in lower case without its article
      is_known_source     false for type unknown, and for a pronoun or an implied source that was not resolved
#}
{% macro source_columns(prefix) -%}
    {%- set description -%}
        coalesce({{ prefix }}_name, case when {{ prefix }}_how in ('name', 'surname', 'nominal') then {{ prefix }}_text end)
    {%- endset -%}
    {%- set name -%}
        case
            when {{ prefix }}_entity_id is not null then {{ prefix }}_name
            else nullif(regexp_replace(lower(trim({{ description }})), '^(the|an?|some|one) ', ''), '')
        end
    {%- endset -%}
    {{ prefix }}_entity_id as source_entity_id,
    {{ name }} as source_name,
    {{ prefix }}_type as source_type,
    {{ prefix }}_type in ('unnamed_person', 'anonymous_official', 'anonymous_group') as is_anonymous,
    {{ prefix }}_type <> 'unknown' and {{ name }} is not null as is_known_source
{%- endmacro %}
