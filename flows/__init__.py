"""Configuration, input and output around the pure transforms: readers, the build, the flow, the command line."""
