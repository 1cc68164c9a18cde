{#
    Sources without the database's name: DuckDB keeps a view's text as it was written, and the staging views must still work
    when the file is opened, copied or attached under another name.
#}
{% macro source(source_name, table_name) -%}
    {{ return(builtins.source(source_name, table_name).include(database=false)) }}
{%- endmacro %}
