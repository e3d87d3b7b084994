"""Words: catalogs and how each language writes values."""
