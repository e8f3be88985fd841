/** The state of a table at the end of a tick, as plain numbers. */
import type { Phase, Seat } from '../../../../shared/games/liars-dice/state.ts';
import type { Match } from '../../../../shared/runtime/host.ts';
import type { table } from '../../../../shared/games/liars-dice/spec.ts';

export type LiarsDiceMatch = Match<typeof table>;

/** The dice of a cup, at most five, are the octal digits of a number. */
const DIGIT = 8;

export class LiarsDiceSnapshot {
  phase: Phase = 'waiting';
  round = 0;
  turn = -1;
  calls = 0;
  deadline = 0;
  winner = -1;
  chat = 0;
  /** All of these are by seat. */
  readonly players: string[] = [];
  readonly playing: boolean[] = [];
  readonly dice: number[] = [];
  readonly wins: number[] = [];
  /** The dice of each seat as a number, and how many they are. */
  readonly cups: number[] = [];
  readonly cupSizes: number[] = [];
  /** The player, as the match has it; '' if the seat is free. */
  readonly here: string[] = [];

  /** The state of a table before its first tick. */
  static empty(seats: number): LiarsDiceSnapshot {
    const picture = new LiarsDiceSnapshot();
    for (let seat = 0; seat < seats; seat += 1) {
      picture.players.push('');
      picture.here.push('');
      picture.playing.push(false);
      for (const list of [picture.dice, picture.wins, picture.cups, picture.cupSizes]) list.push(0);
    }
    return picture;
  }

  read({ state, players }: LiarsDiceMatch, seats: readonly Seat[]): void {
    this.phase = state.phase;
    this.round = state.round;
    this.turn = state.turn;
    this.calls = state.calls.length;
    this.deadline = state.deadline;
    this.winner = state.winner;
    this.chat = state.chat.length;
    for (let index = 0; index < seats.length; index += 1) {
      const seat = seats[index]!;
      this.players[index] = seat.player;
      this.playing[index] = seat.playing;
      this.dice[index] = seat.diceCount;
      this.wins[index] = seat.wins;
      this.here[index] = '';
      this.#lookUnder(index, seat);
    }
    for (const player of players) this.here[player.seat] = player.id;
  }

  /** Whether the player that the state names still has the seat. */
  isHere(seat: number): boolean {
    const player = this.players[seat];
    return player !== '' && player === this.here[seat];
  }

  #lookUnder(index: number, { dice }: Seat): void {
    const { length } = dice;
    let cup = 0;
    for (let die = 0; die < length; die += 1) cup = cup * DIGIT + (dice[die] ?? 0);
    this.cups[index] = cup;
    this.cupSizes[index] = length;
  }
}

/** The dice of a cup. */
export function diceOf(cup: number): number[] {
  const dice: number[] = [];
  for (let rest = cup; rest > 0; rest = Math.floor(rest / DIGIT)) dice.unshift(rest % DIGIT);
  return dice;
}
