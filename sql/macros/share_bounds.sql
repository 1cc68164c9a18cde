{#
    The bounds of the 95 % interval of a share k of n (Wilson 1927), 0 to 1; NULL where n is 0. It takes each of the n for a
    draw of its own: those of one article are not, so that it is rather too narrow than too wide.
#}
{% macro share_low(k, n) -%} {{ _share_bound(k, n, '-') }} {%- endmacro %}

{% macro share_high(k, n) -%} {{ _share_bound(k, n, '+') }} {%- endmacro %}

{% macro _share_bound(k, n, sign) -%}
    {%- set z = 1.959963984540054 -%}
    (
        ({{ k }}) + {{ z * z / 2 }} {{ sign }} {{ z }} * sqrt(({{ k }}) * (({{ n }}) - ({{ k }})) / nullif({{ n }}, 0) + {{ z * z / 4 }})
    ) / nullif(({{ n }}) + {{ z * z }}, {{ z * z }})
{%- endmacro %}
