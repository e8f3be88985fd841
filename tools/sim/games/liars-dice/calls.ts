/** The invariants of bids and calls, and of the dice that they cost. */
import {
  countFace,
  diceInPlay,
  isLegalBid,
  leastRaise,
  settleCall,
} from '../../../../shared/games/liars-dice/rules.ts';
import type { Call, Reveal, Seat } from '../../../../shared/games/liars-dice/state.ts';
import { Invariants, type Violations } from '../violations.ts';
import { diceOf, type LiarsDiceSnapshot, type LiarsDiceMatch } from './snapshot.ts';

export class CallRules extends Invariants {
  readonly #match: LiarsDiceMatch;

  constructor(match: LiarsDiceMatch, violations: Violations, reached: (branch: string) => void) {
    super(violations, reached);
    this.#match = match;
  }

  check(before: LiarsDiceSnapshot, now: LiarsDiceSnapshot, seats: readonly Seat[]): void {
    const begins = now.round !== before.round || now.phase === 'waiting';
    const said = begins ? 0 : before.calls;
    if (now.calls < said) this.violations.add('calls are never taken back', `${said} calls, and then ${now.calls}`);
    if (begins && now.calls > 0)
      this.violations.add('a round begins without calls', `${now.calls} calls in ${now.phase}`);
    const { calls } = this.#match.state;
    for (let index = said; index < now.calls; index += 1) {
      const [call, over] = [calls[index]!, index === 0 ? undefined : calls[index - 1]!];
      if (call.byHouse) this.#checkHouse(call, before);
      if (call.kind === 'bid') this.#checkBid(call, over, before);
      else this.#checkCall(call, over, before, now);
    }
    if (now.phase === 'reveal' && before.phase !== 'reveal') this.#checkReveal(before, now, seats);
  }

  #checkBid({ seat, count, face }: Call, over: Call | undefined, before: LiarsDiceSnapshot): void {
    // The dice of a player who leaves in the tick of a bid still count.
    if (!isLegalBid({ count, face }, over, diceInPlay(before.dice)))
      this.violations.add(
        'a bid raises the last one, with no more dice than there are',
        `${count} × ${face} over ${over?.count} × ${over?.face}, dice ${before.dice.join()}`,
      );
    if (seat !== before.turn || before.phase !== 'bidding')
      this.violations.add('players bid in turn', `seat ${seat} bids in the turn of ${before.turn} (${before.phase})`);
  }

  #checkCall(
    { seat, kind, byHouse }: Call,
    over: Call | undefined,
    before: LiarsDiceSnapshot,
    now: LiarsDiceSnapshot,
  ): void {
    if (over?.kind !== 'bid' || over.seat === seat || before.playing[seat] !== true)
      this.violations.add(
        'a bid is called by another player with dice',
        `${kind} of seat ${seat} on ${over?.kind} of seat ${over?.seat}`,
      );
    if (now.phase !== 'reveal')
      this.violations.add('a call reveals the dice', `${kind} of seat ${seat}, and then ${now.phase}`);
    if (!byHouse && before.turn !== seat) this.reached('somebody breaks in');
  }

  #checkHouse({ seat, kind, count, face }: Call, before: LiarsDiceSnapshot): void {
    this.reached('a turn runs out');
    if (this.#match.now < before.deadline || seat !== before.turn)
      this.violations.add(
        'the game bids for a player only when the turn has timed out',
        `for seat ${seat} at ${this.#match.now}, due at ${before.deadline}`,
      );
    const { calls } = this.#match.state;
    const over = calls.at(-2);
    const least = leastRaise(over, diceInPlay(before.dice));
    const isDue =
      least === undefined ? kind === 'challenge' : kind === 'bid' && least.count === count && least.face === face;
    if (!isDue) this.violations.add('a bid by the game is the lowest one', `${kind} ${count} × ${face}`);
    if (least === undefined) this.reached('the bids have run out');
  }

  #checkReveal(before: LiarsDiceSnapshot, now: LiarsDiceSnapshot, seats: readonly Seat[]): void {
    const { reveal, calls } = this.#match.state;
    const { kind, caller, bidder, count, face, actual, seat, change } = reveal;
    const tell = (): string =>
      `${kind} of seat ${caller} on ${count} × ${face} of seat ${bidder}: ${actual}, seat ${seat} by ${change}; dice ${before.dice.join()}`;
    const last = calls.at(-1);
    const bid = kind === 'forfeit' ? last : calls.at(-2);
    if (bid?.kind !== 'bid' || bid.seat !== bidder || bid.count !== count || bid.face !== face)
      this.violations.add('a reveal shows the standing bid', tell());
    if (kind === 'forfeit') {
      this.reached('a forfeit');
      if (seat !== bidder || now.isHere(seat) || change !== -before.cupSizes[seat]!)
        this.violations.add('a forfeit is for a bidder who left', tell());
      return;
    }
    if (last?.kind !== kind || last.seat !== caller) this.violations.add('a reveal shows the last call', tell());
    const lay = seats.map((_, index) => before.playing[index] === true && now.isHere(index));
    const dice = lay.flatMap((lies, index) => (lies ? diceOf(before.cups[index]!) : []));
    const due = settleCall({
      kind,
      caller,
      bidder,
      bid: { count, face },
      actual: countFace(dice, face),
      dice: before.dice,
    });
    if (actual !== countFace(dice, face) || seat !== due.seat || change !== due.change)
      this.violations.add('a call costs the dice that the rules say', tell());
    for (const [index, { shown }] of seats.entries()) {
      if (shown.join() !== (lay[index] ? diceOf(before.cups[index]!).join() : ''))
        this.violations.add('the revealed dice are those that were rolled', `seat ${index} shows ${shown.join()}`);
    }
    this.#tell(reveal);
  }

  #tell({ kind, caller, seat, change }: Reveal): void {
    const isRight = kind === 'challenge' ? seat !== caller : change >= 0;
    this.reached(`a ${kind === 'challenge' ? 'challenge' : 'spot on'} is ${isRight ? 'right' : 'wrong'}`);
    if (change === 1) this.reached('a die comes back');
    if (kind === 'spotOn' && change === 0) this.reached('a right spot on with all five dice');
  }
}
