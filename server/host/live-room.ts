/**
 * One live room: a match, those in it, and what is on its way between them. What arrives waits for the next tick
 * (`collect`); what the tick asked for goes out after it (`release`).
 */
import { randomInt } from 'node:crypto';
import { CLOSE, WIRE, type Ask, type Ended, type Welcome } from '../../shared/wire.ts';
import {
  Match,
  type BotEntry,
  type BotScript,
  type Entry,
  type Game,
  type Output,
  type Step,
} from '../../shared/runtime/index.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Audience } from './audience.ts';
import { botName } from './bot-names.ts';
import { Door } from './door.ts';
import { EffectRuns, type EffectHandlers } from './effect-runs.ts';
import { HouseBots } from './house-bots.ts';
import { Inbox } from './inbox.ts';
import { Intake } from './intake.ts';
import type { JournalFrame } from './journal-hook.ts';
import { Member } from './member.ts';
import type { Paced } from './pacer.ts';

export interface LiveRoomParts {
  readonly id: string;
  readonly game: Game;
  /** Takes the seats that the script gives to bots; without it they stay empty. */
  readonly bot: BotScript | undefined;
  /** The creator's choices, checked. */
  readonly options: unknown;
  /** Not in the public list, and nobody gets in by chance. */
  readonly private: boolean;
  readonly effects: EffectHandlers;
  readonly audience: Audience;
  readonly log: Log;
  readonly metrics: Metrics;
}

const BROKEN = 'Something went wrong in this room, and the match cannot go on.';

export class LiveRoom implements Paced, Step<Entry> {
  readonly id: string;
  readonly private: boolean;
  readonly match: Match;
  /** Who comes and goes. */
  readonly door: Door;
  /** What they say. */
  readonly intake: Intake;
  slipMs = 0;
  /** What enters at the tick that is being made. */
  entries: readonly Entry[] = [];
  readonly #audience: Audience;
  readonly #log: Log;
  readonly #metrics: Metrics;
  readonly #inbox = new Inbox();
  readonly #bots: HouseBots;
  readonly #effects: EffectRuns;
  #lastBot = 0;
  #over = false;

  constructor({ id, game, bot, options, private: hidden, effects, audience, log, metrics }: LiveRoomParts) {
    const { name, tickRate } = game;
    this.id = id;
    this.private = hidden;
    this.match = new Match(game, { format: 1, game: name, matchId: id, seed: randomInt(2 ** 32), options, tickRate });
    this.#audience = audience;
    this.#log = log;
    this.#metrics = metrics;
    this.door = new Door(this.#inbox, (member) => {
      this.intake.forget(member);
      this.#bots.remove(member.id);
    });
    this.intake = new Intake(this.match, this.#inbox, metrics, (member, type, refusal) => {
      this.#send(member, WIRE.refused, { type, ...refusal });
    });
    this.#effects = new EffectRuns(game, effects, (entry) => this.#inbox.push(entry), metrics);
    this.#bots = new HouseBots(game, bot, audience, this, log);
  }

  get tickRate(): number {
    return this.match.start.tickRate;
  }

  /** It has ended, and takes nobody and nothing any more. */
  get over(): boolean {
    return this.#over;
  }

  /** What the journal needs to know of the tick that is being made. */
  get frame(): JournalFrame {
    return { matchId: this.match.start.matchId, tick: this.match.tick + 1, entries: this.entries };
  }

  /** Takes what has arrived since the last tick. */
  collect(): void {
    this.entries = this.#inbox.take();
    this.door.collect();
  }

  /** Adds this room's tick, and those of its bots, to those that are stepped together. */
  addSteps(steps: (Step<Entry> | Step<BotEntry>)[]): void {
    steps.push(this);
    if (this.#bots.size > 0) this.#bots.addSteps(steps);
  }

  /** Lets out what the tick came to: the state first, then everything else in order. */
  release(): void {
    this.#audience.patch();
    for (const member of this.door.takeReturned()) this.#welcome(member);
    for (const output of this.match.takeOutputs()) this.#perform(output);
    if (this.#bots.size > 0) this.#bots.dismissFailed();
    const { ended } = this.match;
    if (ended?.kind === 'finished') this.#end(CLOSE.over, 'the match is over');
    else if (ended?.kind === 'failed') this.fail(ended.error);
  }

  /** Ends this room because of an error, and tells its clients no more than that there was one. */
  fail(error: Error): void {
    if (this.#over) return;
    this.match.fail(error);
    this.#log.error({ room: this.id, game: this.match.game.name, tick: this.match.tick, err: error }, 'room failed');
    this.#metrics.roomFailed();
    this.#end(CLOSE.failed, BROKEN);
  }

  /** Stops everything: the transport has let go of the room. */
  dispose(): void {
    this.#over = true;
    this.door.close();
    this.#effects.cancelAll();
  }

  #perform(output: Output): void {
    switch (output.kind) {
      case 'joined':
        return this.#joined(output);
      case 'accepted':
        return this.intake.accepted(output);
      case 'refused':
        return this.#refused(output);
      case 'notice':
        return this.#notify(output);
      case 'ask': {
        const { question, name, data } = output;
        this.intake.opened(question, name);
        this.#bots.tell(output.to, { kind: 'asked', question, name, data });
        return this.#audience.send(output.to, WIRE.ask, { question, name, data } satisfies Ask);
      }
      case 'asked': {
        const { question } = output;
        this.intake.closed(question);
        this.#bots.tell(output.to, { kind: 'question-closed', question });
        return this.#audience.send(output.to, WIRE.asked, { question });
      }
      case 'bots':
        return this.#addBots(output.count);
      case 'effect':
        return this.#effects.start(output);
      case 'effect-cancelled':
        return this.#effects.cancel(output.effect);
      case 'dismiss':
        return this.#dismiss(output);
      case 'ended':
    }
  }

  #joined({ player, seat }: Extract<Output, { kind: 'joined' }>): void {
    const member = this.door.letIn(player, seat);
    if (member === undefined) return;
    if (!member.bot) this.#welcome(member);
    else if (seat !== undefined) this.#bots.seat(player, seat, this.match.viewOf(player));
  }

  #refused(output: Extract<Output, { kind: 'refused' }>): void {
    if (this.door.turnAway(output.player, output)) this.#metrics.refused(output.code);
    else this.intake.refused(this.door.member(output.player), output);
  }

  #notify({ to, type, data }: Extract<Output, { kind: 'notice' }>): void {
    if (to === 'all') {
      this.#audience.broadcast(type, data);
      if (this.#bots.size > 0) this.#bots.tellAll({ kind: 'notice', type, data });
    } else {
      this.#audience.send(to, type, data);
      this.#bots.tell(to, { kind: 'notice', type, data });
    }
  }

  #addBots(count: number): void {
    if (!this.#bots.exist) return;
    const taken = new Set(Array.from(this.door.members, ({ name }) => name));
    for (let left = Math.min(count, this.match.seatCount); left > 0; left--) {
      const name = botName(taken, randomInt);
      taken.add(name);
      const bot = new Member({ id: `bot-${++this.#lastBot}`, name, spectator: false, bot: true }, this.tickRate);
      // One that finds no seat is not missed.
      this.door.join(bot).catch(() => {});
    }
  }

  #dismiss({ player, reason }: Extract<Output, { kind: 'dismiss' }>): void {
    const member = this.door.member(player);
    if (member === undefined) return;
    this.#send(member, WIRE.ended, { reason } satisfies Ended);
    this.door.leave(player);
    this.#audience.hangUp(player, CLOSE.dismissed, reason);
  }

  #welcome({ id: player, seat }: Member): void {
    const { game, tickRate, matchId } = this.match.start;
    const { now } = this.match;
    const welcome: Welcome = { game, seat: seat ?? null, player, tickRate, matchId, now };
    this.#audience.send(player, WIRE.welcome, welcome);
  }

  #send(member: Member, type: string, data: unknown): void {
    if (!member.bot) this.#audience.send(member.id, type, data);
  }

  #end(code: number, reason: string): void {
    if (this.#over) return;
    this.dispose();
    this.#audience.broadcast(WIRE.ended, { reason } satisfies Ended);
    this.#audience.close(code);
  }
}
