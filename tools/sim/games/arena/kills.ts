/** The invariants of the scores: every kill adds one to a score and one to the victim's deaths. */
import { FEED_LENGTH, type Kill } from '../../../../shared/games/arena/index.ts';
import { Invariants, type Violations } from '../violations.ts';
import type { ArenaChange, FighterSnapshot } from './snapshot.ts';

export class KillInvariants extends Invariants {
  /** By seat, in this tick. */
  readonly #killed: number[];
  readonly #died: number[];
  readonly #teams = [0, 0];

  constructor(violations: Violations, reached: (branch: string) => void, seats: number) {
    super(violations, reached);
    this.#killed = Array.from({ length: seats }, () => 0);
    this.#died = Array.from({ length: seats }, () => 0);
  }

  check({ match, before, now }: ArenaChange): void {
    const { feed, mode } = match.state;
    if (now.round !== before.round) {
      if (now.kills > 0 || feed.length > 0) this.violations.add('a round begins without kills', `${now.kills}`);
      for (const [seat, { score, deaths }] of now.seats.entries())
        if (score + deaths > 0)
          this.violations.add('a round begins without scores', `seat ${seat}: ${score}, ${deaths}`);
      return;
    }
    const fresh = now.kills - before.kills;
    if (fresh < 0 || feed.length !== Math.min(now.kills, FEED_LENGTH))
      this.violations.add(
        'the kill feed shows the last kills',
        `${before.kills} kills, and then ${now.kills}, ${feed.length} told`,
      );
    if (fresh > 0) this.#readFeed(before.kills, { match, before, now } as ArenaChange);
    // If a tick has more kills than the feed shows, their killers are unknown.
    if (fresh > FEED_LENGTH) return;
    for (let seat = 0; seat < now.seats.length; seat += 1) this.#checkSeat(seat, before.seats[seat]!, now.seats[seat]!);
    for (const [team, score] of now.teamScores.entries()) {
      const due = mode === 'teams' ? before.teamScores[team]! + this.#teams[team]! : 0;
      if (score !== due)
        this.violations.add("a team's score is the number of its kills", `team ${team}: ${score}, and not ${due}`);
    }
    if (fresh > 0) this.#clear();
  }

  #readFeed(known: number, { match, before, now }: ArenaChange): void {
    const { feed, mode } = match.state;
    if (before.phase !== 'fight' && before.phase !== 'sudden')
      this.violations.add('kills happen only during a fight', `${now.kills - known} kills in ${before.phase}`);
    for (let index = 0; index < feed.length; index += 1) {
      const kill = feed[index]!;
      if (kill.number <= known) continue;
      const { killer, victim, weapon } = kill;
      this.#killed[killer]! += 1;
      this.#died[victim]! += 1;
      this.reached(`a kill by ${weapon}`);
      const [by, of] = [now.seats[killer], now.seats[victim]];
      if (by !== undefined && !by.alive) this.reached('a kill by one who is dead');
      if (by !== undefined) this.#teams[by.team]! += 1;
      const areMates = mode === 'teams' && by?.team === of?.team;
      if (killer === victim || areMates || of?.alive !== false || (by?.player ?? '') === '')
        this.violations.add('a kill names an enemy and a dead victim', tell(kill));
    }
  }

  #checkSeat(seat: number, was: FighterSnapshot, is: FighterSnapshot): void {
    const isSame = was.player === is.player;
    const [score, deaths] = [
      (isSame ? was.score : 0) + this.#killed[seat]!,
      (isSame ? was.deaths : 0) + this.#died[seat]!,
    ];
    if (is.score !== score)
      this.violations.add('a score is the number of kills', `seat ${seat}: ${is.score}, and not ${score}`);
    if (is.deaths !== deaths)
      this.violations.add('deaths match the kills', `seat ${seat}: ${is.deaths}, and not ${deaths}`);
    if (isSame && was.alive && !is.alive && this.#died[seat] === 0)
      this.violations.add('nobody dies without a kill', `seat ${seat}`);
  }

  #clear(): void {
    this.#killed.fill(0);
    this.#died.fill(0);
    this.#teams.fill(0);
  }
}

function tell({ killer, victim, weapon, number }: Kill): string {
  return `kill ${number}: seat ${killer} of seat ${victim} by ${weapon}`;
}
