-- The tables of some schemas with their columns and types, in order.
SELECT
    table_schema,
    table_name,
    list(column_name ORDER BY ordinal_position),
    list(data_type ORDER BY ordinal_position)
FROM information_schema.columns
WHERE list_contains(?, table_schema)
GROUP BY ALL
ORDER BY ALL
