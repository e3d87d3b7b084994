"""The way out: each person's calls in order, people side by side, and every refusal answered."""

import asyncio
import logging

from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.store.contract import (
    Acknowledge,
    Hand,
    Offer,
    Pin,
    Redraw,
    Retire,
    Send,
    Show,
    Store,
    StoreFault,
    Unpin,
)
from bot.telegram.agenda import Agenda
from bot.telegram.api import Api
from bot.telegram.calls import OutAndFlooded, make
from bot.telegram.clock import Clock
from bot.telegram.pace import AT_ONCE, OTHERS_SECONDS, SLOW_SECONDS, STORE_PAUSE_SECONDS, Pace, retry_seconds
from bot.telegram.papers import PaperMaker, Papers
from bot.telegram.refusals import is_about_person
from bot.telegram.silence import Silence
from bot.telegram.transport import Flooded

MOST_TRIES_OF_A_PAPER = 3
ANSWERS = Acknowledge | Offer

log = logging.getLogger(__name__)


class Outbox:
    """Makes the calls that wait in the store; one leaves the store only when it is out or refused for good.

    A call cut off by a crash is made again: at least once, never not at all.
    """

    def __init__(
        self, store: Store, api: Api, clock: Clock, maker: PaperMaker, pace: Pace | None = None
    ) -> None:
        self._store = store
        self._maker = maker
        self._papers = Papers(maker, api, self.wake)
        self._api = api
        self._clock = clock
        self._pace = pace or Pace()
        self._agenda = Agenda(clock)
        self._booked: dict[int, float] = {}
        self._closed_until: dict[int, float] = {}
        self._silence = Silence(store, clock)
        self._unmarked: dict[int, int | None] = {}
        """What is out although the store could not note it; it is not made again."""
        self.running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Takes up what waits from before, the longest-waiting first."""
        await self._silence.recall()
        for person_id in await self._store.adopt_sends():
            self.wake(person_id)
        self.running = asyncio.create_task(self._agenda.run(self._serve, AT_ONCE, SLOW_SECONDS))

    def wake(self, person_id: int) -> None:
        """Something new waits for this person."""
        self._agenda.ask(person_id)

    def share(self, processes: int) -> None:
        """So many processes send beside each other, this one among them."""
        self._pace.share(processes)

    async def stop(self, seconds: float) -> None:
        """Makes what is due for at most `seconds`; the rest stays in the store."""
        if self.running is None:
            return
        if not await self._agenda.drained(self._clock.now() + seconds):
            log.warning("some messages were not out in time; they go out at the next start")
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        await self._papers.stop()

    async def _serve(self, person_id: int) -> float | None:
        """Makes the next calls for the person; returns when to come again, None if nothing is left."""
        now = self._clock.now()
        if (moment := self._open_at(person_id)) > now:
            return moment
        self._closed_until.pop(person_id, None)
        try:
            return await self._next(person_id)
        except StoreFault as fault:
            log.error("%s", fault)  # noqa: TRY400 - a sentence for the operator, not a trace
            return now + STORE_PAUSE_SECONDS

    async def _next(self, person_id: int) -> float | None:
        async with self._store.claim(person_id) as ours:
            if not ours:
                return self._clock.now() + OTHERS_SECONDS
            if self._store.shared:
                # Under the claim: whoever had it before has noted what Telegram told them by now.
                await self._silence.recall()
                if (moment := self._silence.until(person_id)) > self._clock.now():
                    return moment
            return await self._first(person_id)

    def _open_at(self, person_id: int) -> float:
        """The moment from which calls may be tried for a person; now or earlier means at once."""
        return max(self._closed_until.get(person_id, 0.0), self._silence.until(person_id))

    async def _first(self, person_id: int) -> float | None:
        """An answer to a tap and what the tap changes go side by side: neither waits for the other.

        A paper goes last, and once it is made: until then whatever comes goes before it.
        """
        sends, more = await self._store.next_sends(person_id)
        ready = [send for send in sends if not self._is_being_made(send)]
        ended = await asyncio.gather(*map(self._in_time, ready), return_exceptions=True)
        for one in ended:
            if isinstance(one, BaseException):
                raise one
        moments = [one for one in ended if isinstance(one, float)]
        if moments or (more and ready == sends):
            return min(moments, default=self._clock.now())
        self._booked.pop(person_id, None)
        if not sends:
            self._papers.forget(person_id)
        return None

    def _is_being_made(self, send: Send) -> bool:
        if not isinstance(send.call, Hand) or send.id in self._unmarked:
            return False
        return not self._papers.ready(send, send.call.paper)

    async def _in_time(self, send: Send) -> float | None:
        """Makes a call if its moment has come; returns when to come again, None if all is done."""
        moment = self._moment(send)
        return await self._try(send) if moment <= self._clock.now() else moment

    def _moment(self, send: Send) -> float:
        """When this call may go. Answers to buttons and queries are no messages: nobody counts them."""
        now = self._clock.now()
        if isinstance(send.call, ANSWERS):
            return now
        if send.person_id not in self._booked:
            chat_ready = self._pace.chat_ready_at(send.person_id, now)
            if chat_ready > now:
                return chat_ready
            self._booked[send.person_id] = self._pace.book(send.person_id, now)
        return self._booked[send.person_id]

    async def _try(self, send: Send) -> float | None:
        if not isinstance(send.call, ANSWERS):
            self._booked.pop(send.person_id, None)
        if send.id not in self._unmarked:
            try:
                self._unmarked[send.id] = await self._make(send)
            except OutAndFlooded as pause:
                self._unmarked[send.id] = pause.message_id
                await self._pause(send, pause.seconds)
            except StoreFault:
                raise
            except Exception as failure:  # noqa: BLE001 - told apart one by one
                return await self._settle(send, failure)
        more = await self._store.sent(send, self._unmarked[send.id])
        del self._unmarked[send.id]
        return self._clock.now() if more else None

    async def _make(self, send: Send) -> int | None:
        made = await self._papers.take(send, send.call.paper) if isinstance(send.call, Hand) else None
        return await make(self._api, send.person_id, send.call, made)

    async def _settle(self, send: Send, failure: Exception) -> float:
        """Decides what a failed try means; returns when to come again."""
        match failure:
            case Flooded(seconds=seconds):
                await self._pause(send, seconds)
                await self._store.retried(send.id)
            case TelegramError() if isinstance(send.call, Hand) and _is_hopeless(send, failure):
                await self._give_up_paper(send, failure)
            case Forbidden():
                await self._give_up_person(send)
            case BadRequest() if is_about_person(failure):
                await self._give_up_person(send)
            case TelegramError() if not isinstance(failure, BadRequest | ChatMigrated):
                await self._later(send, retry_seconds(send.tries))
            case _:
                await self._give_up(send, failure)
        return max(self._open_at(send.person_id), self._clock.now())

    async def _pause(self, send: Send, seconds: float) -> None:
        """Obeys a pause that Telegram asks for, in this chat or in all."""
        fresh = self._pace.hardly_used(send.person_id, self._clock.now())
        await self._silence.begin(send.person_id, seconds, hardly_spoken_to=fresh)

    async def _later(self, send: Send, seconds: float) -> None:
        """Closes this person's queue for so long; order is kept because nothing overtakes."""
        self._closed_until[send.person_id] = self._clock.now() + seconds
        await self._store.retried(send.id)

    async def _give_up(self, send: Send, failure: Exception) -> None:
        reason = f"{_method(send)}: {_description(failure)}"
        if not isinstance(send.call, ANSWERS):
            log.error("a send was refused for good: %s", reason)
        await self._store.dropped(send.id, reason)

    async def _give_up_paper(self, send: Send, failure: TelegramError) -> None:
        """Says first that a paper will not come: somebody waits for it.

        Where nothing at all comes through, that is not the paper's fault: it is tried again.
        """
        try:
            await make(self._api, send.person_id, await self._maker.regret(send.person_id))
        except (Forbidden, BadRequest) as refusal:
            log.warning("a regret was refused too: %s", refusal.message)
        except Flooded as pause:
            await self._pause(send, pause.seconds)
            return
        except TelegramError:
            await self._later(send, retry_seconds(send.tries))
            return
        await self._give_up(send, failure)

    async def _give_up_person(self, send: Send) -> None:
        """Drops everything that waits for somebody who cannot be reached."""
        log.info("a person cannot be reached any more; what waited for them is dropped")
        await self._store.unreachable(send.person_id)
        waiting: Send | None = send
        while waiting is not None:
            await self._store.dropped(waiting.id, "the person cannot be reached")
            waiting = await self._store.next_send(send.person_id)


def _is_hopeless(send: Send, failure: TelegramError) -> bool:
    """Whether a paper will not go however often it is tried; one that does must not stand before all else."""
    if isinstance(failure, Forbidden) or is_about_person(failure):
        return False
    return isinstance(failure, BadRequest) or send.tries + 1 >= MOST_TRIES_OF_A_PAPER


def _method(send: Send) -> str:
    match send.call:
        case Show(edit=None):
            return "sendMessage"
        case Show():
            return "editMessageText"
        case Acknowledge():
            return "answerCallbackQuery"
        case Offer():
            return "answerInlineQuery"
        case Retire():
            return "editMessageReplyMarkup"
        case Redraw():
            return "editMessageText"
        case Hand():
            return "sendDocument"
        case Pin():
            return "pinChatMessage"
        case Unpin():
            return "unpinChatMessage"


def _description(failure: Exception) -> str:
    return failure.message if isinstance(failure, TelegramError) else type(failure).__name__
