"""How long a test waits for what must come: long, as it costs nothing where it comes."""

PATIENCE_SECONDS = 120.0
