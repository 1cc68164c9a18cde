"""Write the dbt YAML and the data dictionary."""

from flows.render import write_rendered

if __name__ == "__main__":
    write_rendered()
