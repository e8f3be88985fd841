/** The invariants of the kitchen sink: every effect and message is logged once, and in its round. */
import type { Match } from '../../../../shared/runtime/host.ts';
import { ROUNDS, type kitchenSink } from './game.ts';
import { Invariants, Violations } from '../violations.ts';
import type { Violation, Watcher } from '../sim-game.ts';

type KitchenSinkMatch = Match<typeof kitchenSink>;

const DICE = 3;
const EFFECT = /^(errand|journey) of \{"round":(\d+)\}/;
/** The branch that a line of the log belongs to. */
const BRANCHES = {
  ' sees round ': 'something is said',
  ' gives in round ': 'a gift counts',
  ' moves in round ': 'a move counts',
  ' answers ': 'an answer counts',
  ' is done': 'somebody is done',
  ' wants to go ': 'somebody is kicked',
  hostile: 'something hostile counts',
} as const;

/** What hostile clients say begins so: it may be said twice. */
export const HOSTILE = 'hostile';
/** The server's bots begin again after a crash, and say again what they have said. */
const BOT = 'bot-';

export class KitchenSinkWatcher extends Invariants implements Watcher {
  readonly #match: KitchenSinkMatch;
  readonly #said = new Set<string>();
  #isFirst = true;
  #round = 0;
  #lines = 0;
  #lastLine = '';
  #steps = 0;
  #missed = 0;
  /** For how many ticks a hand tells wrongly whether its player is there. */
  #wrongTicks = 0;

  constructor(match: KitchenSinkMatch, reached: (branch: string) => void) {
    super(new Violations(), reached);
    this.#match = match;
  }

  check(): readonly Violation[] {
    const { ended } = this.#match;
    if (ended === undefined) {
      this.#checkRound();
      this.#checkLog();
      this.#checkHands();
      this.#isFirst = false;
    } else if (ended.kind === 'finished') {
      this.reached('everybody is done');
    }
    return this.violations.take();
  }

  #checkRound(): void {
    const { round, dice, missed } = this.#match.state;
    if (!this.#isFirst && round !== this.#round && round !== this.#round + 1)
      this.violations.add('rounds follow one another', `${this.#round}, and then ${round}`);
    if (round < 1 || round > ROUNDS) this.violations.add('there are three rounds', `${round}`);
    if (!this.#isFirst && round !== this.#round) this.reached(`round ${round}`);
    if (dice.length > DICE || !dice.every((die) => die >= 1 && die <= 6))
      this.violations.add('there are at most three dice', dice.join());
    if (missed < this.#missed)
      this.violations.add('the number of missed moves never falls', `${this.#missed}, and then ${missed}`);
    if (missed > this.#missed) this.reached('a move is missed');
    this.#missed = missed;
  }

  #checkLog(): void {
    const { round, log, steps } = this.#match.state;
    if (log.length < this.#lines || (this.#lines > 0 && log[this.#lines - 1] !== this.#lastLine))
      this.violations.add(
        'the log only grows',
        `${this.#lines} lines, and then ${log.length}; "${log[this.#lines - 1]}"`,
      );
    for (let index = this.#lines; index < log.length; index += 1) this.#checkLine(log[index]!, round);
    this.#lines = log.length;
    this.#lastLine = log.at(-1) ?? '';
    if (steps.length < this.#steps)
      this.violations.add('the list of steps only grows', `${this.#steps} steps, and then ${steps.length}`);
    if (steps.length > this.#steps) this.reached('a step is read');
    this.#steps = steps.length;
    this.#round = round;
  }

  #checkLine(line: string, round: number): void {
    const effect = EFFECT.exec(line);
    if (effect !== null) {
      const [, name = '', of = ''] = effect;
      this.reached(`an effect is done: ${name}`);
      // Under whichever key: a round has one.
      if (this.#said.has(effect[0])) this.violations.add('a round runs each effect once', line);
      this.#said.add(effect[0]);
      if (!this.#isFirst && Number(of) !== round && Number(of) !== this.#round)
        this.violations.add('an effect belongs to its round', `${line}, in round ${round}`);
      return;
    }
    for (const [words, branch] of Object.entries(BRANCHES)) if (line.includes(words)) this.reached(branch);
    if (line.startsWith(HOSTILE) || line.startsWith(BOT)) return;
    if (this.#said.has(line)) this.violations.add('a message that is sent once is logged once', line);
    this.#said.add(line);
    if (line.includes('bad move')) this.violations.add('a refused message has no effect', line);
  }

  #checkHands(): void {
    const { players, state } = this.#match;
    let wrong = '';
    for (const { id, connected } of players) {
      const hand = state.hands.get(id);
      if (hand === undefined) {
        wrong = `${id} has no hand`;
        continue;
      }
      if (hand.away === connected) wrong = `${id} is ${connected ? 'here' : 'away'}`;
      if (hand.away) this.reached('somebody is away');
      if (!hand.secret.startsWith(`<${id}> draws`))
        this.violations.add('a hand shows the secret of its player', `${id}: ${hand.secret}`);
    }
    // In the tick of a checkpoint nobody looks.
    this.#wrongTicks = wrong === '' ? 0 : this.#wrongTicks + 1;
    if (this.#wrongTicks > 1) this.violations.add('a hand shows whether its player is connected', wrong);
  }
}
