/** Checks the invariants of Liar's Dice after every tick. */
import { CHAT, PACE } from '../../../../shared/games/liars-dice/constants.ts';
import { DICE_EACH } from '../../../../shared/games/liars-dice/rules.ts';
import type { Phase, Seat } from '../../../../shared/games/liars-dice/state.ts';
import { Violations } from '../violations.ts';
import type { Violation, Watcher } from '../sim-game.ts';
import { PhaseRules } from './phase-rules.ts';
import { diceOf, LiarsDiceSnapshot, type LiarsDiceMatch } from './snapshot.ts';

/** The longest time until dismissed players have left. */
const FAREWELL_MS = 2_000;
/** The most tasks: the script with its scopes and, per seat, its chat, two calls, vote and start. */
const TASKS = { table: 16, seat: 6 } as const;

const LIMIT_MS: Readonly<Record<Exclude<Phase, 'waiting'>, number>> = {
  rolling: PACE.rollMs,
  bidding: PACE.turnMs,
  reveal: PACE.revealMs,
  result: PACE.rematchMs,
};

export class LiarsDiceWatcher implements Watcher {
  readonly #match: LiarsDiceMatch;
  readonly #violations = new Violations();
  readonly #course: PhaseRules;
  #seats: readonly Seat[] = [];
  #before: LiarsDiceSnapshot | undefined;
  #now = new LiarsDiceSnapshot();
  #spare = new LiarsDiceSnapshot();

  constructor(match: LiarsDiceMatch, reached: (branch: string) => void) {
    this.#match = match;
    this.#course = new PhaseRules(match, this.#violations, reached);
  }

  check(): readonly Violation[] {
    const match = this.#match;
    if (match.ended !== undefined) return this.#violations.take();
    if (this.#seats.length === 0) this.#seats = [...match.state.seats];
    const now = this.#now;
    // The tick before a checkpoint is unknown.
    const before = this.#before ?? (match.tick === 1 ? LiarsDiceSnapshot.empty(this.#seats.length) : undefined);
    now.read(match, this.#seats);
    this.#checkTable(now);
    for (let seat = 0; seat < this.#seats.length; seat += 1) this.#checkSeat(now, seat);
    if (before !== undefined) this.#course.check(before, now, this.#seats);
    this.#now = before ?? this.#spare;
    this.#before = now;
    return this.#violations.take();
  }

  #checkTable(now: LiarsDiceSnapshot): void {
    const violations = this.#violations;
    const { phase, deadline, turn, winner, round } = now;
    const [time, { joinable, liveTasks }] = [this.#match.now, this.#match];
    if (joinable && phase !== 'waiting')
      violations.add('nobody joins in the middle of a match', `joinable in ${phase}`);
    if (now.chat > CHAT.kept) violations.add('the chat is bounded', `${now.chat} lines`);
    if (winner >= 0 !== (phase === 'result'))
      violations.add('there is a winner in the result phase and in no other', `${phase}: winner ${winner}`);
    if ((round === 0) !== (phase === 'waiting'))
      violations.add('the round is 0 only while the table waits', `${phase}: ${round}`);
    if (phase !== 'bidding' && turn !== -1)
      violations.add('there is a turn while bidding and at no other time', `${phase}: turn ${turn}`);
    if (phase === 'bidding') this.#checkBidding(now);
    const limitMs =
      phase === 'waiting' ? (this.#match.start.options as { fillAfterMs: number | null }).fillAfterMs : LIMIT_MS[phase];
    if (deadline > time + (limitMs ?? 0))
      violations.add('no deadline is later than its limit', `${phase}: ${deadline} at ${time}`);
    const lateMs = phase === 'waiting' ? Infinity : phase === 'result' ? FAREWELL_MS : 0;
    if (deadline + lateMs <= time) violations.add('a phase ends at its deadline', `${phase}: ${deadline} at ${time}`);
    const most = TASKS.table + TASKS.seat * this.#seats.length;
    if (liveTasks > most) violations.add('a match has no more tasks than it needs', `${phase}: ${liveTasks}`);
  }

  #checkBidding({ turn, playing, dice }: LiarsDiceSnapshot): void {
    let count = 0;
    for (const left of dice) if (left > 0) count += 1;
    if (count < 2) this.#violations.add('bidding needs two players', `bidding with dice ${dice.join()}`);
    if (playing[turn] !== true)
      this.#violations.add('the turn belongs to a player with dice', `turn ${turn}, dice ${dice.join()}`);
  }

  #checkSeat(now: LiarsDiceSnapshot, seat: number): void {
    const violations = this.#violations;
    const { phase } = now;
    const [dice, playing, size] = [now.dice[seat]!, now.playing[seat]!, now.cupSizes[seat]!];
    if (dice > DICE_EACH) violations.add('nobody has more than five dice', `seat ${seat}: ${dice}`);
    if (playing !== dice > 0)
      violations.add('exactly the players with dice are playing', `seat ${seat}: playing ${playing}, ${dice} dice`);
    if (playing && !now.isHere(seat))
      violations.add('a player who left is not playing', `seat ${seat} of "${now.players[seat]}"`);
    if (now.here[seat] !== '' && !now.isHere(seat))
      violations.add(
        'every seated player has a seat in the state',
        `seat ${seat} is of "${now.players[seat]}", "${now.here[seat]}" sits there`,
      );
    if (phase === 'waiting' && dice + size > 0)
      violations.add('a waiting table has no dice', `seat ${seat}: ${dice}, ${size}`);
    const isDown = phase === 'rolling' || phase === 'bidding';
    if (isDown && playing && size !== dice)
      violations.add('a cup holds as many dice as its seat has', `seat ${seat}: ${size} lie there, and it has ${dice}`);
    const isUp = phase === 'reveal' || phase === 'result';
    if (!isUp && this.#seats[seat]!.shown.length > 0)
      violations.add('dice are visible only during a reveal', `seat ${seat} in ${phase}`);
    if (size > 0 && !diceOf(now.cups[seat]!).every((die) => die >= 1 && die <= 6))
      violations.add('a die shows one to six', `seat ${seat}: ${[...this.#seats[seat]!.dice].join()}`);
  }
}
