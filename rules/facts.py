"""The facts an order can have: enumerations and bounded counters. Unknown is a value like any other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

Value = str | int
Unit = Literal["hours", "days", "business_days"]

UNKNOWN = "unknown"
"""The buyer was asked and does not know. A fact that was never asked is absent."""


class BadFact(ValueError):
    """A fact or a value that the policy does not have; the sentence names both."""
