"""Pure transforms: values in, values out. Nothing here imports Prefect, reads a clock or touches the network."""
