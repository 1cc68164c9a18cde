"""What the pages show, prepared from rows of the warehouse: values in, values out."""
