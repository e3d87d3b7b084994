"""The mark of the one process that works on a file: a lock that ends with the process, however it ends."""

import fcntl
import os
from pathlib import Path

from bot.store.opening import fault


class Mark:
    """Stands beside the file: locks on the file itself are SQLite's, and end when anybody closes it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: int | None = None

    def set(self) -> bool:
        """Whether this process works on the file: nobody else does. Raises StoreFault."""
        if self._held is None:
            self._held = self._locked()
        return self._held is not None

    def end(self) -> None:
        """Leaves the file to others."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _locked(self) -> int | None:
        try:
            opened = os.open(self._file.with_name(self._file.name + "-lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as refusal:
            raise fault(self._file, f"cannot be marked as in use: {refusal.strerror}") from refusal
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(opened)
            return None
        except OSError as refusal:
            os.close(opened)
            raise fault(self._file, f"cannot be marked as in use: {refusal.strerror}") from refusal
        return opened
