"""Ports of this machine that nobody else gets meanwhile."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_port() -> Iterator[int]:
    """A port of our own: whoever asks for any free one gets another, and no call goes out from it.

    Nobody listens there, and a server of ours may, as often as it likes, where it sets SO_REUSEADDR, as those
    of asyncio do.
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])
