"""Configuration, input and output around the pure transforms: readers, storage, the build, the Prefect flow, the command line."""
