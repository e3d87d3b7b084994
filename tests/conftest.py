"""What every test may need."""

from collections.abc import Iterator

import pytest

from tests.store import servers


@pytest.fixture(scope="session", autouse=True)
def _servers() -> Iterator[None]:
    """Ends what the tests started, also where a process ends without saying goodbye."""
    yield
    servers.end()
