{#
    The columns that tell who speaks, from the prefix_* columns of claims (source) or quotes (speaker):
      source_entity_id    null when the source is only described ('officials')
      source_name         canonical name of the entity, else the description; null when the source stays unknown
      source_type, is_anonymous
      is_known_source     false for type unknown, for nobody in particular (generic: 'people', 'voters'), and for a pronoun or an implied source that nobody resolved
#}
{% macro source_columns(prefix) -%}
    {{ prefix }}_entity_id as source_entity_id,
    {{ prefix }}_name as source_name,
    {{ prefix }}_type as source_type,
    {{ prefix }}_type in ('unnamed_person', 'anonymous_official', 'anonymous_group') as is_anonymous,
    {{ prefix }}_type not in ('unknown', 'generic') and {{ prefix }}_name is not null as is_known_source
{%- endmacro %}
