"""What every test may need."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.store import servers

settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("steady")
"""The same examples every time, however long each takes: no run fails for what another one would pass."""


@pytest.fixture(scope="session", autouse=True)
def _servers() -> Iterator[None]:
    """Ends what the tests started, also where a process ends without saying goodbye."""
    yield
    servers.end()
