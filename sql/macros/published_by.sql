{#
    The latest moment at which an article may have been published: one of midnight sharp is of a day, not of an hour.
#}
{% macro published_by(published_at) -%}
    case
        when date_part('epoch', {{ published_at }}) % 86400 = 0
            then {{ published_at }} + interval 1 day - interval 1 microsecond
        else {{ published_at }}
    end
{%- endmacro %}
