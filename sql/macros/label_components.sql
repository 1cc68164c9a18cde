{#
    A select of (node, label) for every node that stands in an edge: nodes that edges join, directly or over others,
    share a label, the smallest node among them.

    edges: name of a CTE with the columns a and b, one row per edge in either direction.
    Each round passes smaller labels on, so the rounds needed are the longest of the shortest paths.
#}
{% macro label_components(edges) -%}
    (
        with recursive both_ways as (
            select a, b from {{ edges }}
            union
            select b, a from {{ edges }}
        ),

        labels(node, label) using key (node) as (
            select a, a from both_ways
            union
            select both_ways.b, min(labels.label)
            from labels
            inner join both_ways on labels.node = both_ways.a
            inner join recurring.labels as known on both_ways.b = known.node
            where labels.label < known.label
            group by both_ways.b
        )

        select node, label from labels
    )
{%- endmacro %}
