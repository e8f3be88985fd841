#!/usr/bin/env python3
"""Plays Liar's Dice on a Greenroom server by simple rules, until one match is over.

python3 liars_dice.py http://localhost:2567 --name Ann              an open table, or a new one with bots
python3 liars_dice.py http://localhost:2567 --name Ann --seats 2    a new table for two, without bots
python3 liars_dice.py http://localhost:2567 --name Bob --join CODE  the table with this code
"""

import argparse
import sys
from typing import Any

import greenroom

Bid = tuple[int, int]
"""How many dice, and their face."""


def main() -> int:
    options = read_options()
    room = open_table(options)
    print(f"table {room.code}", flush=True)
    winner = play(room, options.drops)
    if winner is None:
        print(f"lost the seat: {room.closed}", flush=True)
        return 1
    print(f"winner {winner}", flush=True)
    print(f"came back {room.returns} times, {room.pending} messages without a reply", flush=True)
    decline_rematch(room)
    print(f"left: {room.closed}", flush=True)
    return 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Plays Liar's Dice.")
    parser.add_argument("url", help="the server, such as http://localhost:2567")
    parser.add_argument("--name", default="Python")
    parser.add_argument("--join", metavar="CODE", help="the table to sit down at")
    parser.add_argument("--seats", type=int, help="open a table with this many seats, which wait for people")
    parser.add_argument("--drops", action="store_true", help="break the connection once in each round, and come back")
    return parser.parse_args()


def open_table(options: argparse.Namespace) -> greenroom.Room:
    if options.join is not None:
        return greenroom.join(options.url, options.join, name=options.name)
    if options.seats is not None:
        return greenroom.create(options.url, "liars-dice", name=options.name, seats=options.seats, fillAfterMs=None)
    return greenroom.join_or_create(options.url, "liars-dice", name=options.name, fillAfterMs=1_000)


def play(room: greenroom.Room, drops: bool) -> str | None:
    """Plays until somebody has won, and gives their name; None where the seat was lost."""
    acted: tuple[int, int] | None = None
    shown = 0
    while room.closed is None:
        room.update()
        state = room.state
        if room.seat is None or "phase" not in state:
            continue
        if state["phase"] == "result" and state["winner"] >= 0:
            return str(state["seats"][state["winner"]]["name"])
        if state["phase"] == "reveal" and shown < state["round"]:
            shown = state["round"]
            print(f"round {shown}: {[seat['diceCount'] for seat in state['seats']]}", flush=True)
        # A refused message changes nothing, and the next patch shows what came first.
        moment = (state["round"], len(state["calls"]))
        if state["phase"] == "bidding" and state["turn"] == room.seat and moment != acted:
            acted = moment
            act(room, state)
            if drops and moment[1] < len(state["seats"]):
                room.drop()
    return None


def act(room: greenroom.Room, state: dict[str, Any]) -> None:
    """Raises by the least where that is likely to hold, else doubts the bid."""
    mine: list[int] = state["seats"][room.seat]["dice"]
    in_play = sum(seat["diceCount"] for seat in state["seats"])
    standing = standing_bid(state)
    if standing is not None and expected(mine, in_play, standing[1]) < standing[0]:
        room.send("challenge", {"bid": len(state["calls"]) - 1})
        return
    count, face = raise_of(standing, mine)
    if count > in_play:
        room.send("challenge", {"bid": len(state["calls"]) - 1})
    else:
        room.send("bid", {"count": count, "face": face})


def standing_bid(state: dict[str, Any]) -> Bid | None:
    calls = state["calls"]
    return (calls[-1]["count"], calls[-1]["face"]) if calls else None


def expected(mine: list[int], in_play: int, face: int) -> float:
    """How many dice show a face: ours, and a third of the others, since ones count as any face."""
    return sum(die in (1, face) for die in mine) + (in_play - len(mine)) / 3


def raise_of(standing: Bid | None, mine: list[int]) -> Bid:
    """The bid on our best face that is the least raise of the standing bid."""
    best = max(range(2, 7), key=mine.count)
    if standing is None:
        return 1, best
    return (standing[0] if best > standing[1] else standing[0] + 1), best


def decline_rematch(room: greenroom.Room) -> None:
    """Answers the question for a rematch with no; the server takes the seat back then."""
    answered: set[int] = set()
    while room.closed is None:
        for number in set(room.questions) - answered:
            answered.add(number)
            room.answer(number, False)
        room.update()


if __name__ == "__main__":
    sys.exit(main())
