"""Writes bundles down: rows of the ledger, and a card and an outbox row for what is told."""

from collections.abc import Sequence

from schedules.buttons import opens
from schedules.decisions import NEWS, TOLD, Bundle, Decided, Pair
from schedules.messages import MessageWriter, message
from schedules.reminder import told_of
from schedules.texts import Saying, lines_of
from storage.database.session import Session
from storage.delivery.cards import Card, save_cards
from storage.delivery.outbox import Outgoing, put_outgoing
from storage.reminders import Decision, Key, write_decisions


async def tell(
    session: Session, speaker: MessageWriter, saying: Saying, bundles: Sequence[Bundle]
) -> int:
    """Write decisions and messages in one transaction. Returns the number of messages.

    Reminders that another process has decided in the meantime are left out.
    """
    decisions = [_decision(speaker, bundle, one) for bundle in bundles for one in bundle.decided]
    new = await write_decisions(session, decisions, at=saying.now)
    left = [_only(bundle, new) for bundle in bundles]
    told = [bundle for bundle in left if bundle.told]
    await save_cards(session, [_card(speaker, saying, bundle) for bundle in told])
    put_outgoing(session, [_call(speaker, saying, bundle) for bundle in told], at=saying.now)
    return len(told)


def _only(bundle: Bundle, new: set[Key]) -> Bundle:
    mine = tuple(one for one in bundle.decided if one.pair.key in new)
    return Bundle(mine, bundle.digest, bundle.waits)


def _decision(speaker: MessageWriter, bundle: Bundle, one: Decided) -> Decision:
    reminder, recipient = one.pair.reminder, one.pair.recipient
    is_told = one.outcome in TOLD
    return Decision(
        rule=reminder.rule.value,
        stands_for=reminder.stands_for,
        whom=recipient.whom,
        outcome=one.outcome,
        due_at=reminder.due,
        told=told_of(reminder.about),
        branch=recipient.branch,
        person=recipient.read_by,
        card_id=_card_id(speaker, bundle) if is_told else None,
        open=is_told and reminder.rule not in NEWS,
    )


def _card_id(speaker: MessageWriter, bundle: Bundle) -> str:
    first = next(one.pair for one in bundle.decided if one.outcome in TOLD)
    return speaker.token("/".join(first.key))


def _card(speaker: MessageWriter, saying: Saying, bundle: Bundle) -> Card:
    recipient = bundle.told[0].recipient
    private = recipient.person is not None
    offers = [opens(saying, bundle).target.offer] if private else []
    return Card(
        id=_card_id(speaker, bundle),
        chat_id=_chat(bundle.told[0]),
        telegram_id=recipient.chat_id if private else None,
        version=1,
        offers=offers,
        message_id=None,
        made_at=saying.now,
    )


def _call(speaker: MessageWriter, saying: Saying, bundle: Bundle) -> Outgoing:
    recipient = bundle.told[0].recipient
    card_id = _card_id(speaker, bundle)
    on_card = card_id if recipient.person is not None else None
    button = speaker.button(opens(saying, bundle), recipient.language, card_id=on_card)
    text = speaker.html(lines_of(saying, bundle), recipient.language, saying.now)
    chat_id = _chat(bundle.told[0])
    return message(chat_id, text, button, topic=recipient.topic, card_id=card_id)


def _chat(pair: Pair) -> int:
    if pair.recipient.chat_id is None:
        raise LookupError(f"{pair.recipient.whom} has no chat")
    return pair.recipient.chat_id
