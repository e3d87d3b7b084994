"""Bots killed again and again, one and several, by polling and webhook, at either database."""

import asyncio
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from bot.store.places import open_store
from tests.patience import PATIENCE_SECONDS
from tests.store.stores import NEEDS_SERVER
from tests.telegram.bots import LOOK_SECONDS, all_answered, bots_at, said, written
from tests.telegram.kills import CELLS, Cell, killed


@NEEDS_SERVER
@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_any_update_to_any_process_and_one_chat_in_order(
    sandbox: Sandbox, tmp_path: Path, webhook: bool
) -> None:
    sandbox.limits.burst = 0
    users = [sandbox.user(number) for number in range(1, 5)]
    async with bots_at(sandbox, tmp_path, 3, webhook=webhook) as bots:
        for number in range(25):
            for user in users:
                await user.send_text(f"{number}")
        for user in users:
            await all_answered(user)
        await bots.at_rest()
    for user in users:
        assert said(user) == written(user)


@pytest.mark.parametrize(
    "cell",
    [pytest.param(cell, marks=NEEDS_SERVER if cell.kind == "postgres" else ()) for cell in CELLS],
    ids=str,
)
async def test_killing_processes_loses_nothing_and_keeps_the_order(cell: Cell, tmp_path: Path) -> None:
    """The bench `processes` kills each a hundred times."""
    found = await killed(cell, 4, 4, tmp_path)
    assert (found.lost, found.pending, found.disordered, found.facts_lost) == (0, 0, 0, 0)
    assert found.strays == 0, "said twice is only what was on its way in the instant of a kill"


@NEEDS_SERVER
@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_what_a_killed_process_held_is_answered_by_another(
    sandbox: Sandbox, tmp_path: Path, webhook: bool
) -> None:
    """One process has updates in hand, the only one that polls if any does, and is killed at once."""
    sandbox.limits.burst = 0
    ann = sandbox.user(1)
    async with bots_at(sandbox, tmp_path, 2, webhook=webhook) as bots:
        await ann.send_text("1")
        await all_answered(ann)
        for number in range(2, 22):
            await ann.send_text(str(number))
        await bots.kill(0)
        await all_answered(ann)
        store = await open_store(bots.database)
        try:
            assert await store.pending() == []
            async with asyncio.timeout(PATIENCE_SECONDS):
                while await store.companions() != 2:
                    await asyncio.sleep(LOOK_SECONDS)
        finally:
            await store.close()
    assert list(dict.fromkeys(said(ann))) == written(ann)
