/** A table of Liar's Dice in virtual time, with helpers for tests. */
import type { z } from 'zod';
import { liarsDice, type liarsDiceBot } from '../../../shared/games/liars-dice/index.ts';
import { BID_FACES, countFace, diceInPlay, isLegalBid, type CallKind } from '../../../shared/games/liars-dice/rules.ts';
import type { TableOptions, table } from '../../../shared/games/liars-dice/spec.ts';
import type { Phase, Seat, Table } from '../../../shared/games/liars-dice/state.ts';
import { type SentMessage, VirtualMatch } from '../../../shared/runtime/testing.ts';
import type { MessageData, MessageType } from '../../../shared/runtime/index.ts';

export type Options = z.input<typeof TableOptions>;
type Reply = SentMessage['reply'];
const NAMES = ['Ann', 'Bob', 'Cid', 'Dot', 'Eve', 'Fay'];

export class TestTable {
  readonly match: VirtualMatch<typeof table>;
  /** Player ids in the order in which they joined. */
  readonly players: string[] = [];

  constructor(options: Options = {}, seed = 1, bot?: typeof liarsDiceBot) {
    this.match = new VirtualMatch(liarsDice, { options, seed, bot });
  }

  /** A table with this many players seated. */
  static async seated(players: number, ...table: ConstructorParameters<typeof TestTable>): Promise<TestTable> {
    const made = new TestTable(...table);
    await made.join(players);
    return made;
  }

  /** A table with everybody seated, and the first round's bidding open. */
  static async bidding(seats: number, seed = 1): Promise<TestTable> {
    const table = await TestTable.seated(seats, { seats, fillAfterMs: null }, seed);
    await table.reach('bidding');
    return table;
  }

  /** Sends two messages that arrive in the same tick, in this order. */
  async sayTogether<One extends MessageType<typeof table>, Other extends MessageType<typeof table>>(
    first: readonly [seat: number, type: One, data: MessageData<typeof table, One>],
    second: readonly [seat: number, type: Other, data: MessageData<typeof table, Other>],
  ): Promise<Reply[]> {
    const sent = [
      this.match.send(this.idOf(first[0]), first[1], first[2]),
      this.match.send(this.idOf(second[0]), second[1], second[2]),
    ];
    await this.match.tick();
    return sent.map(({ reply }) => reply);
  }

  get state(): Table {
    return this.match.state;
  }

  get turn(): number {
    return this.state.turn;
  }

  /** The seat after the turn's that still plays. */
  get next(): number {
    return this.after(this.turn);
  }

  after(seat: number): number {
    const { length } = this.state.seats;
    let next = (seat + 1) % length;
    while (!this.seat(next).playing) next = (next + 1) % length;
    return next;
  }

  seat(index: number): Seat {
    const seat = this.state.seats[index];
    if (seat === undefined) throw new RangeError(`there is no seat ${index}`);
    return seat;
  }

  get dice(): number[] {
    return this.state.seats.map(({ diceCount }) => diceCount);
  }

  get calls(): string[] {
    return this.state.calls.map(({ seat, kind, count, face, byHouse }) => {
      const what = kind === 'bid' ? `${count}×${face}` : kind;
      return `${seat} ${what}${byHouse ? ' (house)' : ''}`;
    });
  }

  async join(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      this.players.push(await this.match.join(NAMES[this.players.length] ?? 'Guest'));
    }
  }

  idOf(seat: number): string {
    return this.seat(seat).player;
  }

  /** Sends a message from a seat. Returns the reply, after the tick that handled it. */
  async say<T extends MessageType<typeof table>>(
    seat: number,
    type: T,
    data: MessageData<typeof table, T>,
  ): Promise<Reply> {
    const sent = this.match.send(this.idOf(seat), type, data);
    await this.match.tick();
    return sent.reply;
  }

  /** Calls the standing bid. */
  call(seat: number, kind: CallKind): Promise<Reply> {
    return this.say(seat, kind, {});
  }

  bid(seat: number, count: number, face: number): Promise<Reply> {
    return this.say(seat, 'bid', { count, face });
  }

  async leave(seat: number): Promise<void> {
    this.match.leave(this.idOf(seat));
    await this.match.tick();
  }

  async reach(phase: Phase, limitMs = 120_000): Promise<void> {
    await this.match.until(() => this.state.phase === phase, { limitMs });
  }

  /** How many dice really count for `face`. */
  actual(face: number): number {
    const playing = this.state.seats.filter((seat) => seat.playing);
    return playing.reduce((sum, seat) => sum + countFace(seat.dice, face), 0);
  }

  /** Bids one more than there are, so that a challenge of it is right. Returns the bidder. */
  async bidTooMuch(): Promise<number> {
    const bidder = this.turn;
    await this.#bidOver(1);
    return bidder;
  }

  /** Bids exactly what is there. Returns the bidder. */
  async bidExactly(): Promise<number> {
    const bidder = this.turn;
    await this.#bidOver(0);
    return bidder;
  }

  async #bidOver(surplus: number): Promise<void> {
    const bids = BID_FACES.map((face) => ({ count: this.actual(face) + surplus, face }));
    const legal = bids.find((bid) => isLegalBid(bid, this.state.calls.at(-1), diceInPlay(this.dice)));
    if (legal === undefined) throw new Error('no such bid is left: choose another seed');
    await this.bid(this.turn, legal.count, legal.face);
  }

  /** Plays rounds, each lost by its bidder, until `done`. */
  async loseRounds(done: () => boolean): Promise<void> {
    while (!done()) {
      await this.reach('bidding');
      await this.bidTooMuch();
      await this.call(this.turn, 'challenge');
      await this.match.until(() => this.state.phase !== 'reveal', { limitMs: 10_000 });
    }
  }

  dismissed(): string[] {
    return this.match.outputs.flatMap((output) => (output.kind === 'dismiss' ? [output.player] : []));
  }
}
