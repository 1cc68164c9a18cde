"""The training recipe; torch is imported nowhere else."""
