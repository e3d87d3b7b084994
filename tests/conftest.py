"""What every test may need."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.patience import PATIENCE_SECONDS
from tests.ports import kept_port
from tests.store import servers

settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("steady")
"""The same examples every time, however long each takes: no run fails for what another one would pass."""


LIMITS = (
    "bot.store.postgres_link.CONNECT_SECONDS",
    "bot.store.postgres_link.COMMAND_SECONDS",
    "bot.understand.pictures.LOOK_SECONDS",
)


@pytest.fixture(scope="session", autouse=True)
def _unhurried() -> Iterator[None]:
    """A server that takes long, and a look at a picture, are waited for on a busy machine too."""
    with pytest.MonkeyPatch.context() as patched:
        for limit in LIMITS:
            patched.setattr(limit, PATIENCE_SECONDS)
        yield


@pytest.fixture(scope="session", autouse=True)
def _servers() -> Iterator[None]:
    """Ends what the tests started, also where a process ends without saying goodbye."""
    yield
    servers.end()


@pytest.fixture
def remembered_port(tmp_path: Path) -> Iterator[int]:
    """A free port, written where the last try would have left it."""
    (tmp_path / "var" / "try").mkdir(parents=True)
    with kept_port() as port:
        (tmp_path / "var" / "try" / "port").write_text(str(port))
        yield port
