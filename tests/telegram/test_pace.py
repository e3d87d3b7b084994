from bot.telegram.pace import (
    CHAT_BURST,
    CHAT_PER_SECOND,
    DROP_CHATS_ABOVE,
    LONGEST_RETRY_SECONDS,
    OVERALL_BURST,
    OVERALL_PER_SECOND,
    Allowance,
    Pace,
    retry_seconds,
)


def moments(pace: Pace, people: list[int]) -> list[float]:
    """When each call of a queue may go, one chat after the other, all wanted at the moment 0."""
    found = []
    for person in people:
        ready = pace.chat_ready_at(person, 0.0)
        found.append(pace.book(person, max(ready, 0.0)))
    return found


def test_a_burst_goes_at_once_and_the_rest_at_the_rate() -> None:
    allowance = Allowance(per_second=2, burst=3)
    found = []
    for _ in range(5):
        found.append(max(0.0, allowance.ready_at(0.0)))
        allowance.use(found[-1])
    assert found == [0, 0, 0, 0.5, 1.0]


def test_an_idle_allowance_fills_up_to_its_burst_and_no_further() -> None:
    allowance = Allowance(per_second=1, burst=2)
    for _ in range(2):
        assert allowance.ready_at(100.0) <= 100.0
        allowance.use(100.0)
    assert allowance.ready_at(100.0) == 101.0


def test_no_window_of_a_second_holds_more_calls_than_the_burst_and_the_rate() -> None:
    found = moments(Pace(), list(range(200)))
    for start in found:
        inside = [moment for moment in found if start <= moment < start + 1]
        assert len(inside) <= OVERALL_BURST + OVERALL_PER_SECOND
    assert found[OVERALL_BURST - 1] == 0
    assert found[-1] >= (200 - OVERALL_BURST) / OVERALL_PER_SECOND - 0.001


def test_a_chat_gets_its_burst_and_then_one_a_second() -> None:
    found = moments(Pace(), [7] * (CHAT_BURST + 3))
    assert found[:CHAT_BURST] == [0] * CHAT_BURST
    assert [round(moment, 3) for moment in found[CHAT_BURST:]] == [
        round(step / CHAT_PER_SECOND, 3) for step in (1, 2, 3)
    ]


def test_one_chat_does_not_use_up_another_ones_allowance() -> None:
    pace = Pace()
    moments(pace, [7] * CHAT_BURST)
    assert pace.chat_ready_at(8, 0.0) <= 0.0
    assert pace.chat_ready_at(7, 0.0) > 0.0


def test_a_chat_is_hardly_used_up_to_a_third_of_its_burst() -> None:
    pace = Pace()
    found = []
    for _ in range(CHAT_BURST):
        found.append(pace.hardly_used(7, 0.0))
        pace.book(7, 0.0)
    assert found == [True] * (CHAT_BURST // 3 + 1) + [False] * (CHAT_BURST - CHAT_BURST // 3 - 1)
    assert pace.hardly_used(7, CHAT_BURST / CHAT_PER_SECOND)


def test_idle_chats_are_forgotten() -> None:
    pace = Pace()
    for person in range(DROP_CHATS_ABOVE + 1):
        pace.book(person, 0.0)
    pace.book(-1, 1e6)
    assert len(pace.chats) == 1


def test_retries_grow_up_to_a_bound() -> None:
    waits = [retry_seconds(tries) for tries in range(100)]
    assert waits == sorted(waits)
    assert waits[0] < 1
    assert waits[-1] == LONGEST_RETRY_SECONDS
