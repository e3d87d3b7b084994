"""Several bots behind one webhook and one PostgreSQL database, killed again and again."""

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from bot.store.places import open_store
from tests.store.stores import NEEDS_SERVER
from tests.telegram.balancer import all_answered, behind_one_webhook, said, written

pytestmark = NEEDS_SERVER


async def test_any_update_to_any_process_and_one_chat_in_order(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.limits.burst = 0
    users = [sandbox.user(number) for number in range(1, 5)]
    async with behind_one_webhook(sandbox, tmp_path, 3):
        for number in range(25):
            for user in users:
                await user.send_text(f"{number}")
        for user in users:
            await all_answered(user)
    for user in users:
        assert said(user) == written(user)


@pytest.mark.parametrize("kills", [6])
async def test_killing_processes_loses_nothing_and_keeps_the_order(
    sandbox: Sandbox, tmp_path: Path, kills: int
) -> None:
    """Of three processes one is killed and begun again, again and again; the others take its work up."""
    luck = random.Random(7)  # noqa: S311
    sandbox.limits.burst = 0
    users = [sandbox.user(number) for number in range(1, 5)]
    async with behind_one_webhook(sandbox, tmp_path, 3) as balancer:
        for round_ in range(kills):
            for number in range(6):
                for user in users:
                    await user.send_text(f"{round_}.{number}")
            await asyncio.sleep(luck.uniform(0.2, 1.2))
            port = luck.choice(balancer.ports)
            await balancer.kill(port)
            await balancer.begin(port)
        for user in users:
            await all_answered(user)
    for user in users:
        assert list(dict.fromkeys(said(user))) == written(user)
    doubled = sum(count - 1 for user in users for count in Counter(said(user)).values())
    assert doubled <= kills * len(users), "at most what was on its way in the instant of a kill"


async def test_what_a_killed_process_held_is_answered_within_seconds(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """One process keeps the updates and is killed at once; the other one has never heard of them."""
    sandbox.limits.burst = 0
    ann = sandbox.user(1)
    async with behind_one_webhook(sandbox, tmp_path, 2) as balancer:
        await ann.send_text("first")
        await all_answered(ann)
        for number in range(20):
            await ann.send_text(str(number))
        await balancer.kill(balancer.ports[0])
        balancer.ports.pop(0)
        begun = asyncio.get_running_loop().time()
        await all_answered(ann)
        assert asyncio.get_running_loop().time() - begun < 10
        store = await open_store(balancer.database)
        try:
            assert (await store.pending(), await store.companions()) == ([], 2)
        finally:
            await store.close()
    assert list(dict.fromkeys(said(ann))) == written(ann)
