"""Measurements, run as scripts: they print figures and ratios within one run, and assert nothing of time."""
