/** The invariants of a round: its phases, their lengths, and the winner. */
import { FIGHTER, mapsFor, PACE, type Phase } from '../../../../shared/games/arena/index.ts';
import { Invariants } from '../violations.ts';
import type { ArenaMatch, ArenaChange, ArenaSnapshot, FighterSnapshot } from './snapshot.ts';

const NEXT: Readonly<Record<Phase, readonly Phase[]>> = {
  waiting: ['countdown'],
  countdown: ['fight', 'waiting'],
  fight: ['podium', 'sudden', 'waiting'],
  sudden: ['podium', 'waiting'],
  podium: ['countdown', 'waiting'],
};
const PLACES = 3;

export class PhaseInvariants extends Invariants {
  /** For how many ticks the phase should have been over. */
  #overdue = 0;

  /** Checks the state of one tick. */
  checkState(match: ArenaMatch, now: ArenaSnapshot): void {
    const { phase, deadline } = now;
    const lengthMs = lengthOf(match, phase);
    if (phase === 'waiting' ? deadline !== 0 : deadline > now.now + lengthMs + 1)
      this.violations.add('no phase is longer than its limit', `${phase} until ${deadline}, at ${now.now}`);
    if (phase !== 'waiting' && now.now >= deadline)
      this.violations.add('a phase ends at its deadline', `${phase} until ${deadline}, at ${now.now}`);
    // A phase checks its end from its second tick on.
    const isOverdue = (phase === 'waiting') === now.count >= 2 || (phase === 'sudden' && leads(match, now));
    this.#overdue = isOverdue ? this.#overdue + 1 : 0;
    if (this.#overdue > 1)
      this.violations.add(
        'a round needs two fighters, and sudden death ends with a leader',
        `${phase} with ${now.count} fighters`,
      );
  }

  /** Checks the change from one tick to the next. */
  checkChange(change: ArenaChange): void {
    const { match, before, now, map } = change;
    if (now.phase === before.phase) {
      if (now.round !== before.round)
        this.violations.add('rounds are counted one by one', `${before.round}, and then ${now.round}`);
      if (now.deadline !== before.deadline)
        this.violations.add('a phase keeps its deadline', `${now.phase}: ${before.deadline}, and then ${now.deadline}`);
      for (let seat = 0; seat < now.seats.length; seat += 1)
        this.#checkWins(seat, before.seats[seat]!, now.seats[seat]!, false);
      return;
    }
    this.#overdue = 0;
    this.#tell(change);
    if (!NEXT[before.phase].includes(now.phase))
      this.violations.add('phases follow in their order', `${before.phase}, and then ${now.phase}`);
    const begins = now.phase === 'countdown';
    if (now.round !== before.round + (begins ? 1 : 0))
      this.violations.add('rounds are counted one by one', `${before.round}, and then ${now.round}`);
    const maps = mapsFor(match.seatCount);
    const due = maps[Math.max(0, now.round - 1) % maps.length];
    if (map !== due) this.violations.add('maps rotate', `${map.name} in round ${now.round}`);
    if (now.phase !== 'waiting' && Math.abs(now.deadline - now.now - lengthOf(match, now.phase)) > 1)
      this.violations.add('a phase starts with its full length', `${now.phase}: ${now.now} to ${now.deadline}`);
    if (begins) for (const [seat, is] of now.seats.entries()) this.#checkFresh(seat, is, now);
    if (now.phase === 'podium') this.#checkPodium(change);
    else
      for (let seat = 0; seat < now.seats.length; seat += 1)
        this.#checkWins(seat, before.seats[seat]!, now.seats[seat]!, false);
    const decided = leads(match, now);
    if (before.phase === 'fight' && now.phase === 'sudden' && decided)
      this.violations.add('the leader wins without sudden death', 'sudden death');
    if (before.phase === 'fight' && now.phase === 'podium' && !decided)
      this.violations.add('nobody wins without leading', 'no sudden death');
  }

  #checkFresh(seat: number, { player, alive, health, backAt, bullets }: FighterSnapshot, now: ArenaSnapshot): void {
    if (player === '') return;
    if (!alive || health !== FIGHTER.health || backAt !== now.now || bullets > 0)
      this.violations.add(
        'every round starts with fresh fighters',
        `seat ${seat}: health ${health}, since ${backAt}, ${bullets} bullets`,
      );
  }

  #checkPodium({ match, before, now }: ArenaChange): void {
    const { state } = match;
    const decided = leads(match, now);
    const teams = state.mode === 'teams';
    const winners = teams && decided ? (now.teamScores[0]! > now.teamScores[1]! ? 0 : 1) : -1;
    const podium = [...state.podium];
    const best = now.seats
      .map((is, seat) => ({ is, seat }))
      .filter(({ is }) => is.player !== '' && (winners < 0 || is.team === winners))
      .sort((one, other) => other.is.score - one.is.score || one.is.deaths - other.is.deaths);
    const isDue =
      podium.length === Math.min(PLACES, best.length) &&
      podium.every((seat, place) => {
        const [is, due] = [now.seats[seat]!, best[place]!.is];
        return best.some((each) => each.seat === seat) && is.score === due.score && is.deaths === due.deaths;
      });
    if (!isDue || new Set(podium).size !== podium.length || state.winners !== winners)
      this.violations.add(
        'the podium shows the best',
        `${podium.join()}, team ${state.winners}; best ${best.map(({ seat, is }) => `${seat}: ${is.score} − ${is.deaths}`).join(', ')}`,
      );
    for (const [seat, is] of now.seats.entries()) {
      const wins = decided && (teams ? is.team === winners && is.player !== '' : seat === podium[0]);
      this.#checkWins(seat, before.seats[seat]!, is, wins);
    }
    if (!decided) this.reached('a draw');
  }

  #checkWins(seat: number, was: FighterSnapshot, is: FighterSnapshot, wins: boolean): void {
    const due = (was.player === is.player ? was.wins : 0) + (wins ? 1 : 0);
    if (is.wins !== due)
      this.violations.add('a win is counted for the winner alone', `seat ${seat}: ${is.wins}, and not ${due}`);
  }

  #tell({ match, before, now }: ArenaChange): void {
    const reached = this.reached;
    if (now.phase === 'podium') reached('podium');
    if (now.phase === 'podium' && match.state.mode === 'teams') reached('a team wins');
    if (now.phase === 'sudden') reached('sudden death');
    if (before.phase === 'sudden' && now.phase === 'podium') reached('sudden death is over');
    if (now.phase === 'waiting') reached('too few are left');
    if (before.phase === 'podium' && now.phase === 'countdown') reached('next map');
  }
}

function lengthOf({ start }: ArenaMatch, phase: Phase): number {
  const { roundMs } = start.options as { roundMs: number };
  return { waiting: 0, countdown: PACE.countdownMs, fight: roundMs, sudden: PACE.suddenDeathMs, podium: PACE.podiumMs }[
    phase
  ];
}

/** Whether one fighter or team leads. */
function leads({ state }: ArenaMatch, { seats, teamScores }: ArenaSnapshot): boolean {
  if (state.mode === 'teams') return teamScores[0] !== teamScores[1];
  let [first, second] = [-1, -1];
  for (const { player, score } of seats) {
    if (player === '') continue;
    if (score > first) [first, second] = [score, first];
    else if (score > second) second = score;
  }
  return first !== second;
}
