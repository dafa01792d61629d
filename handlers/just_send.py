"""Just send: what somebody writes or shows without being asked is offered as a check-in.

It is kept as it comes, and as an open conversation: one tap says what kind of activity it was, the
preview follows. A long text may become a story instead.
"""

from campaign.check_ins import closed
from campaign.text_input import is_account, is_blank
from handlers.check_ins.submit import answers_beforehand, new_check_in
from handlers.conversation import engine as conversation
from handlers.conversation.message_parts import files_of, words_of
from handlers.turn import Turn


async def offer_check_in(turn: Turn) -> bool:
    """Offer what was sent as a check-in. False where it is none, or nobody's who may check in."""
    content = turn.incoming.content
    words, files = words_of(content), files_of(content)
    tells_something = bool(files) or (not is_blank(words) and is_account(words))
    may_not = new_check_in.may(turn.person) or closed(turn.campaign, turn.today)
    if not tells_something or may_not:
        return False
    await conversation.offer(turn, new_check_in, answers_beforehand(turn), content)
    return True
