"""What is made of the registry (`transforms.tables`): SQL for DuckDB, YAML for dbt, the data dictionary."""
