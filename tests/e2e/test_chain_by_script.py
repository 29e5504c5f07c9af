"""The whole chain, played by a script that knows only the control interface."""

import pytest

from tests.e2e.town import Json, Town, labels, words


def offers(town: Town, since: dict[int, int]) -> dict[int, tuple[Json, str]]:
    """Per partner, the new card in private that can be claimed."""
    found = {}
    for user, last in since.items():
        button = town.find_button(user, user, "接单", after=last)
        if button is not None:
            found[user] = button
    return found


@pytest.mark.parametrize(
    "sentence", ["3号楼2单元的电梯又停了", "老妈想上门理个发，501室，13900001111", "厨房灯不亮了，谁会修"]
)
def test_a_sentence_becomes_an_order_that_one_partner_claims(town: Town, sentence: str) -> None:
    group = town.grids()[0]
    resident = town.residents_of(group)[0]
    before = town.last_private()
    said = town.say(resident, group["id"], sentence)

    reacted = town.wait(
        lambda: next(
            (m for m in town.messages(group["id"], resident) if m["message_id"] == said and m["reactions"]), 0
        ),
        "a reaction",
    )
    assert reacted["reactions"]
    town.wait(lambda: len(offers(town, before)) >= 2, "two partners with a card to claim")
    cards = offers(town, before)
    for card, _ in cards.values():
        assert not any(secret in words(card) for secret in ("2单元", "501", "13900001111")), words(card)

    (winner, (card, label)), (loser, (lost, _)) = list(cards.items())[:2]
    town.tap(winner, winner, card["message_id"], label)
    held = town.wait(lambda: town.find_button(winner, winner, "办结", after=before[winner]), "the winner's card")
    town.wait(lambda: not can_claim(town, loser, lost["message_id"]), "the loser's card without a claim button")

    town.tap(winner, winner, held[0]["message_id"], held[1])
    chat, (done, good) = town.wait(
        lambda: satisfied(town, resident, group["id"], said), "the question whether it is solved"
    )
    town.tap(resident, chat, done["message_id"], good)
    town.wait(lambda: satisfied(town, resident, group["id"], said) is None, "the matter closed")


def can_claim(town: Town, user: int, message: int) -> bool:
    return any("接单" in label for m in town.messages(user, user) if m["message_id"] == message for label in labels(m))


def satisfied(town: Town, resident: int, group: int, after: int) -> tuple[int, tuple[Json, str]] | None:
    for chat in (group, resident):
        button = town.find_button(chat, resident, "满意", after=after if chat == group else 0)
        if button is not None:
            return chat, button
    return None


def test_a_good_morning_is_answered_with_nothing_at_all(town: Town) -> None:
    group = town.grids()[0]
    resident = town.residents_of(group)[0]
    said = town.say(resident, group["id"], "大家早上好")
    marker = town.say(
        resident, group["id"], "楼道里好大的煤气味，快来人"
    )  # 同一车道里排在后面：它有了回音，前一句就处理完了
    town.wait(
        lambda: [m for m in town.messages(group["id"], resident) if m["message_id"] > marker], "an answer to danger"
    )
    silent = next(m for m in town.messages(group["id"], resident) if m["message_id"] == said)
    assert silent["reactions"] == []
    replies = [
        m for m in town.messages(group["id"], resident) if m.get("reply_to_message", {}).get("message_id") == said
    ]
    assert replies == []
