"""What the log says of a failure that nobody foresaw."""

import pytest

from bot.failure import where


def test_where_names_the_line_and_not_the_words() -> None:
    with pytest.raises(ValueError, match="secret") as caught:
        raise ValueError("Ann's secret")
    told = where(caught.value)
    assert "ValueError at " in told
    assert "test_failure.py:" in told
    assert "secret" not in told
