"""Several orders side by side; disputes and refunds reached through the chat."""

from tests.journeys.conftest import Buyer


async def test_two_orders_each_with_a_name_of_its_own(buyer: Buyer) -> None:
    await buyer.says("/start")
    for label in ("Check an order", "Other statuses", "Partial shipment", "More", "Manage", "Give it a name"):
        await buyer.presses(label)
    await buyer.says("headphones")
    await buyer.says("/new")
    for label in ("Other statuses", "Frozen order"):
        await buyer.presses(label)
    assert "chargeback" in buyer.screen.text
    await buyer.says("/orders")
    assert "headphones · Partial shipment" in buyer.screen.text
    assert "Order 2 · Frozen order" in buyer.screen.text
    await buyer.presses("headphones")
    await buyer.presses("More")
    await buyer.presses("Manage")
    await buyer.presses("Close it here")
    await buyer.presses("I got the money back")
    await buyer.says("/orders")
    assert "headphones · closed: I got the money back" in buyer.screen.text


async def test_two_orders_are_told_apart_by_their_names(buyer: Buyer) -> None:
    await buyer.says("/start")
    for name in ("headphones", "backpack"):
        await buyer.says("/new")
        for label in ("Other statuses", "Partial shipment", "More", "Manage", "Give it a name"):
            await buyer.presses(label)
        await buyer.says(name)
    shown = await buyer.says("the headphones were shipped yesterday")
    assert "headphones" in shown.text
    assert "Shipped" in shown.text
    await buyer.presses("That’s right")
    shown = await buyer.says("another order, a lamp: paid 10 days ago, not shipped")
    assert "Order 3" in shown.text
    await buyer.says("/orders")
    assert "headphones · Shipped" in buyer.screen.text
    assert "backpack · Partial shipment" in buyer.screen.text
    assert "Order 3 · check what I understood" in buyer.screen.text


async def test_a_dispute_that_is_too_early_says_from_which_day(buyer: Buyer) -> None:
    await buyer.says("/start")
    for label in ("Open a dispute", "Shipped / Awaiting", "No tracking", "5 days ago"):
        await buyer.presses(label)
    while "Too early" not in buyer.screen.text:
        await buyer.presses("I see no countdown")
    assert "It opens on" in buyer.screen.text


async def test_an_open_dispute_leads_to_its_reason_evidence_and_text(buyer: Buyer) -> None:
    await buyer.says("/start")
    for label in ("Open a dispute", "Shipped / Awaiting", "No tracking", "12 days ago", "I see no countdown"):
        if any(label in str(key["text"]) for row in buyer.screen.rows for key in row):
            await buyer.presses(label)
    for label in ("Refund only", "★"):
        await buyer.presses(label)
    assert "screenshot of the carrier’s page" in buyer.screen.text
    assert "I ask for a full refund." in buyer.screen.text
    await buyer.presses("I opened the dispute")
    assert "Dispute in progress" in buyer.screen.text or "Where does the dispute stand?" in buyer.screen.text


async def test_a_refund_by_payment_method(buyer: Buyer) -> None:
    await buyer.says("/start")
    for label in (
        "Follow a refund",
        "Closed / Canceled",
        "Cancelled after payment",
        "10 days ago",
        "How did you pay?",
        "PayPal",
    ):
        await buyer.presses(label)
    assert "3 to 20 business days" in buyer.screen.text
    assert "It should be there between" in buyer.screen.text


async def test_a_stop_sign_before_confirming_receipt(buyer: Buyer) -> None:
    await buyer.says("/start")
    for label in ("Check an order", "Delivered", "It is damaged", "Yesterday"):
        await buyer.presses(label)
    for label in ("Stop signs", "Confirm receipt"):
        await buyer.presses(label)
    assert "⛔" in buyer.screen.text
    await buyer.presses("I will not press it")
    assert "Open a dispute with evidence" in buyer.screen.text


async def test_too_late_for_the_shop_leads_to_the_rights_where_one_lives(buyer: Buyer) -> None:
    await buyer.says("/start")
    for label in (
        "Check an order",
        "Completed / Finished",
        "I confirmed receipt",
        "It does not work",
        "20 days ago",
    ):
        await buyer.presses(label)
    assert "Get help outside AliExpress" in buyer.screen.text
    await buyer.presses("Why?")
    assert "Dispute: received with a problem — Completed: 20 days ago" in buyer.screen.text
    assert "Completed: 15 days ago → Open a dispute with evidence" in buyer.screen.text
    await buyer.presses("Back")
    for label in ("Your rights", "Spain"):
        await buyer.presses(label)
    assert "3 years" in buyer.screen.text
    assert "closed on 20 July 2025" in buyer.screen.text
    for label in ("How did you pay", "PayPal", "31 days ago", "PayPal dispute"):
        await buyer.presses(label)
    assert "within 180 days of paying" in buyer.screen.text
    assert "Sources" in buyer.screen.text
