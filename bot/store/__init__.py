"""What is kept: one contract, a file per database."""
