/** The invariants of the change from one tick to the next at a table of Liar's Dice. */
import { DICE_EACH, diceInPlay, nextSeat, nextStarter } from '../../../../shared/games/liars-dice/rules.ts';
import type { Phase, Seat } from '../../../../shared/games/liars-dice/state.ts';
import { Invariants, type Violations } from '../violations.ts';
import { CallRules } from './calls.ts';
import type { LiarsDiceSnapshot, LiarsDiceMatch } from './snapshot.ts';

const NEXT: Readonly<Record<Phase, readonly Phase[]>> = {
  waiting: ['waiting', 'rolling'],
  rolling: ['rolling', 'bidding', 'result'],
  bidding: ['bidding', 'reveal', 'result'],
  reveal: ['reveal', 'rolling', 'result'],
  result: ['result', 'waiting', 'rolling'],
};

export class PhaseRules extends Invariants {
  readonly #match: LiarsDiceMatch;
  readonly #calls: CallRules;

  constructor(match: LiarsDiceMatch, violations: Violations, reached: (branch: string) => void) {
    super(violations, reached);
    this.#match = match;
    this.#calls = new CallRules(match, violations, reached);
  }

  check(before: LiarsDiceSnapshot, now: LiarsDiceSnapshot, seats: readonly Seat[]): void {
    if (!NEXT[before.phase].includes(now.phase))
      this.violations.add('phases follow in their order', `${before.phase}, and then ${now.phase}`);
    this.#checkRound(before, now);
    this.#checkTurn(before, now);
    this.#calls.check(before, now, seats);
    for (let seat = 0; seat < seats.length; seat += 1) {
      this.#checkDice(before, now, seat);
      this.#checkWins(before, now, seat);
    }
    if (now.phase !== before.phase) this.#tell(before, now, seats);
  }

  #checkRound(before: LiarsDiceSnapshot, now: LiarsDiceSnapshot): void {
    const begins = now.phase === 'rolling' && before.phase !== 'rolling';
    const isNew = begins && (before.phase === 'waiting' || before.phase === 'result');
    const due = now.phase === 'waiting' ? 0 : (isNew ? 0 : before.round) + (begins ? 1 : 0);
    if (now.round !== due)
      this.violations.add('rounds are counted one by one', `${before.round}, and then ${now.round}`);
  }

  #checkTurn(before: LiarsDiceSnapshot, now: LiarsDiceSnapshot): void {
    if (now.phase !== 'bidding') return;
    const { reveal } = this.#match.state;
    if (before.phase !== 'bidding') {
      // The first player of a match is random.
      const due = now.round === 1 ? now.turn : nextStarter(now.dice, reveal.seat);
      if (now.turn !== due)
        this.violations.add('the player who lost or gained a die begins', `seat ${now.turn}, and not ${due}`);
    } else if (now.turn !== before.turn) {
      const due = nextSeat(now.dice, before.turn);
      if (now.turn !== due) this.violations.add('turns go around the table', `seat ${now.turn}, and not ${due}`);
      if (now.calls === before.calls && now.playing[before.turn] === true)
        this.violations.add('a turn ends with a bid', `seat ${before.turn} has not bid`);
    } else if (now.calls > before.calls) {
      this.violations.add('a turn ends with a bid', `seat ${now.turn} has bid`);
    }
  }

  #checkDice(before: LiarsDiceSnapshot, now: LiarsDiceSnapshot, seat: number): void {
    const [had, has] = [before.dice[seat]!, now.dice[seat]!];
    const due = this.#diceDue(before, now, seat, had);
    if (has !== due)
      this.violations.add(
        'dice change only with a reveal, a leave or a new match',
        `seat ${seat}: ${had}, and then ${has}, not ${due} (${before.phase}, ${now.phase})`,
      );
    if (had > 0 && has === 0 && now.phase !== 'waiting')
      this.reached(now.isHere(seat) ? 'somebody is out' : 'somebody leaves a match');
    const lies = now.round === before.round && now.phase !== 'waiting';
    if (lies && now.cups[seat] !== before.cups[seat])
      this.violations.add(
        'dice do not change between rolls',
        `seat ${seat}: octal ${before.cups[seat]!.toString(8)}, ${now.cups[seat]!.toString(8)}`,
      );
  }

  #diceDue(before: LiarsDiceSnapshot, now: LiarsDiceSnapshot, seat: number, had: number): number {
    if (now.phase === 'waiting' || !now.isHere(seat)) return 0;
    if (now.phase === 'rolling' && (before.phase === 'waiting' || before.phase === 'result')) return DICE_EACH;
    const { reveal } = this.#match.state;
    if (now.phase !== 'reveal' || before.phase === 'reveal' || reveal.seat !== seat || reveal.kind === 'forfeit')
      return had;
    return had + reveal.change;
  }

  #checkWins(before: LiarsDiceSnapshot, now: LiarsDiceSnapshot, seat: number): void {
    const isWinner = now.phase === 'result' && before.phase !== 'result' && now.winner === seat;
    const due = now.players[seat] === before.players[seat] ? before.wins[seat]! + (isWinner ? 1 : 0) : 0;
    if (now.wins[seat] !== due)
      this.violations.add(
        'a win is counted for the winner alone',
        `seat ${seat}: ${before.wins[seat]}, and then ${now.wins[seat]}`,
      );
    if (isWinner && now.dice[seat] !== diceInPlay(now.dice))
      this.violations.add('the last player with dice wins', `seat ${seat} of dice ${now.dice.join()}`);
  }

  #tell(before: LiarsDiceSnapshot, now: LiarsDiceSnapshot, seats: readonly Seat[]): void {
    const reached = this.reached;
    if (now.phase === 'result') {
      reached('a match is won');
      if (before.phase !== 'reveal') reached('all others have left');
    }
    if (before.phase === 'result') reached('a rematch');
    if (before.phase === 'result' && now.phase === 'waiting') reached('a seat is free for a rematch');
    if (before.phase === 'waiting' && seats.some(({ bot }) => bot)) reached('bots take empty seats');
  }
}
