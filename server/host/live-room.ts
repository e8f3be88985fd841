/**
 * One live room: a match, its members, and what is on its way between them. What arrives waits for the next tick (`collect`); what
 * the tick has put out is sent after it (`release`).
 */
import { CLOSE, WIRE, type Ended } from '../../shared/wire.ts';
import {
  type Entry,
  failureText,
  type Match,
  type RecordedEnd,
  type Snapshot,
  type Step,
  type Steps,
  type Trace,
} from '../../shared/runtime/host.ts';
import type { JournalFrame, JournalStore, Slot } from '../journal/store.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { UnattendedTimer, UNATTENDED_NOTICE } from './unattended-timer.ts';
import type { Audience } from './audience.ts';
import { DelayedAudience } from './delayed-audience.ts';
import { Membership } from './members/membership.ts';
import { EffectRuns } from './effect-runs.ts';
import { packCheckpoint } from './host-checkpoint.ts';
import { RoomBots, UNAWAITED } from './room-bots.ts';
import { Inbox } from './intake/inbox.ts';
import { Intake } from './intake/intake.ts';
import { runAll } from './run-all.ts';
import type { LiveRoomParts } from './live-room-parts.ts';
import type { Member } from './members/member.ts';
import { carryOut, type LiveOutputs } from './outputs.ts';
import { RoomClock } from './room-clock.ts';
import type { Paced } from './ticks/pacer.ts';
import { RoomInputs } from './intake/room-inputs.ts';
import { welcomeOf } from './welcome.ts';
import { runnerOf } from './running-code.ts';

export type { LiveRoomParts } from './live-room-parts.ts';

const NOTHING: readonly Entry[] = [];
const BROKEN = 'Something went wrong in this room, and the match cannot go on.';

/** How a room goes on after its journal was replayed. */
interface Continuation {
  /** What the script did in the last tick, where the journal does not have it. */
  readonly trace: Trace | undefined;
  /** What enters with the next tick. */
  readonly entries: readonly Entry[];
  /** Players for whom the clock is held. */
  readonly awaited: ReadonlySet<string>;
}

export class LiveRoom implements Paced, Step<Entry> {
  readonly id: string;
  /** The match's number in the journal. */
  readonly slot: Slot;
  readonly private: boolean;
  readonly match: Match;
  readonly members: Membership;
  readonly intake: Intake;
  /** Undefined: the game has no input. */
  readonly inputs: RoomInputs | undefined;
  readonly bots: RoomBots;
  readonly effects: EffectRuns;
  /** For spectators who see the match later than its players; undefined: they see it at once. */
  readonly delayed: DelayedAudience | undefined;
  /** What enters with the tick that is being made. */
  entries: readonly Entry[] = NOTHING;
  readonly #recoveries: number;
  /** The journal has lost the last ticks of the match. */
  readonly #hasLostTicks: boolean;
  /** Members who saw those ticks, and were not told yet that they are lost. */
  readonly #sawLostTicks = new Set<string>();
  readonly #audience: Audience;
  readonly #journal: JournalStore;
  readonly #log: Log;
  readonly #metrics: Metrics;
  readonly #inbox = new Inbox();
  readonly #clock: RoomClock;
  readonly #outputs: LiveOutputs;
  /** What has arrived since the last batch. */
  #arrived: readonly Entry[] = [];
  /** What the script did in the last tick: the journal gets it with the next. */
  #trace: Trace | undefined;
  #snapshot: Snapshot | undefined;
  #over = false;
  readonly #unattended: UnattendedTimer;

  constructor(parts: LiveRoomParts) {
    const { id, opened, bot, draw, effects, stores, journal, log, metrics, activity, unattendedMs } = parts;
    const { match } = opened;
    this.delayed = DelayedAudience.of(parts.audience, match);
    const audience = this.delayed ?? parts.audience;
    this.id = id;
    this.private = opened.private;
    this.match = match;
    this.slot = opened.slot;
    this.#recoveries = opened.recoveries;
    this.#hasLostTicks = opened.lost === true;
    this.#snapshot = match.snapshot;
    this.#clock = new RoomClock(match, audience);
    this.#unattended = new UnattendedTimer(match.start.tickRate, unattendedMs);
    this.#audience = audience;
    this.#journal = journal;
    this.#log = log;
    this.#metrics = metrics;
    this.inputs = match.game.input && new RoomInputs(match.game.input, metrics);
    const enter = (entry: Entry): void => this.#inbox.pushEntry(entry);
    this.members = new Membership(enter, (member) => {
      this.intake.forget(member);
      this.bots.remove(member.id);
    });
    this.intake = new Intake(match, this.#inbox, metrics, (member, type, refusal) => {
      if (!member.bot) audience.send(member.id, WIRE.refused, { type, ...refusal });
    });
    this.effects = new EffectRuns({
      ...{ match, effects, stores, deliver: enter, metrics, log },
      runHandler: (name, handler) => activity?.effect(runnerOf(this), name, handler) ?? handler(),
    });
    this.bots = new RoomBots(match.game, bot, audience, this, log, draw);
    this.#outputs = {
      match,
      members: this.members,
      intake: this.intake,
      bots: this.bots,
      effects: this.effects,
      audience,
      metrics,
      welcome: (member) => this.#welcome(member),
    };
  }

  get tickRate(): number {
    return this.match.start.tickRate;
  }

  /** It has ended: nobody joins, and nothing enters any more. */
  get over(): boolean {
    return this.#over;
  }

  /** The clock stands still until those who were connected before a restart are back. */
  get held(): boolean {
    return this.#clock.held;
  }

  get lostMs(): number {
    return this.#clock.lostMs;
  }

  set lostMs(ms: number) {
    this.#clock.lostMs = ms;
  }

  /** What the journal gets of the tick that is being made; undefined while the clock is held and nothing has arrived. */
  get frame(): JournalFrame | undefined {
    if (this.#isIdle) return undefined;
    return { slot: this.slot, tick: this.match.tick + 1, entries: this.#arrived, trace: this.#trace };
  }

  /** Match time in ms as clients count it: with the time that was lost. */
  get wireMs(): number {
    return this.match.now + this.lostMs;
  }

  /** Takes what has arrived since the last tick. */
  collect(nowMs: number): void {
    for (const id of this.#clock.endHoldIfDue(nowMs)) this.members.drop(id);
    this.members.collectReturns();
    this.#arrived = this.held ? this.#inbox.takeMatching((entry) => this.#isOfMember(entry)) : this.#takeAll();
    for (const entry of this.#arrived) {
      if (entry.kind === 'message' || entry.kind === 'answer')
        this.intake.entered(this.members.get(entry.player), entry.ref);
    }
    this.entries = this.entries.length === 0 ? this.#arrived : [...this.entries, ...this.#arrived];
  }

  /** The journal has the frame. */
  committed(): void {
    if (this.#over || this.#isIdle) return;
    this.#trace = undefined;
    // While the clock is held nothing is stepped, but those who return must not wait for the others.
    if (this.held) this.#welcomeReturned();
  }

  /** Adds this room's tick, and those of its bots, to those that are stepped together. */
  addSteps(steps: Steps): void {
    if (this.held || this.#over) return;
    steps.push(this);
    if (this.bots.size > 0) this.bots.addSteps(steps);
  }

  /** Sends the results of the tick: the state first, then the outputs in their order. */
  release(): void {
    if (this.held) return;
    this.entries = NOTHING;
    this.#trace = this.match.takeTrace();
    this.#audience.patch();
    if (this.inputs !== undefined) this.#clock.broadcastLostTime();
    this.#welcomeReturned();
    for (const output of this.match.takeOutputs()) carryOut(output, this.#outputs);
    if (this.bots.size > 0) this.bots.dismissFailed();
    for (const { error, path } of this.match.takeReports()) this.#warn(path, error);
    if (this.match.snapshot !== this.#snapshot) this.#checkpoint();
    const { ended } = this.match;
    if (ended?.kind === 'finished') this.#end({ kind: 'finished' }, CLOSE.over, 'the match is over');
    else if (ended?.kind === 'failed') this.fail(ended.error);
    else if (this.#unattended.isOver(this.match.players)) {
      this.#metrics.roomUnattended();
      this.#end({ kind: 'abandoned' }, CLOSE.over, UNATTENDED_NOTICE);
    }
  }

  /** Goes on where the journal ends (`recovery/resume-room.ts`). */
  continueFrom({ trace, entries, awaited }: Continuation, nowMs: number): void {
    this.#trace = trace;
    this.#snapshot = this.match.snapshot;
    for (const entry of entries) this.#inbox.pushEntry(entry);
    if (this.#hasLostTicks) for (const { id } of this.members.all) this.#sawLostTicks.add(id);
    this.#clock.holdFor(awaited, nowMs);
  }

  /** The member saw ticks that the journal has lost, and has not come back since. */
  sawLostTicks(id: string): boolean {
    return this.#sawLostTicks.has(id);
  }

  /** A player from before a restart is back, or has left for good. */
  stopAwaiting(id: string): void {
    this.#clock.stopAwaiting(id);
  }

  #warn(path: string | undefined, error: Error): void {
    const { game, tick } = this.match;
    this.#log.warn({ room: this.id, game: game.name, tick, path, err: error }, UNAWAITED);
  }

  /** Ends the room because of an error. Its clients only learn that there was one. */
  fail(error: Error): void {
    if (this.#over) return;
    this.match.fail(error);
    const { ended, game, tick } = this.match;
    const path = ended?.kind === 'failed' ? ended.path : undefined;
    runAll(
      () => this.#log.error({ room: this.id, game: game.name, tick, path, err: error }, 'room failed'),
      () => this.#metrics.roomFailed(),
      () => this.#end({ kind: 'failed', reason: failureText({ error, path }) }, CLOSE.failed, BROKEN),
    );
  }

  /** What enters it cannot be encoded, and what is not in the journal must not happen. */
  failUnwritten(error: Error): void {
    // The trace of the last tick may be what cannot be.
    this.#trace = undefined;
    this.fail(error);
  }

  /** The journal cannot be written: the clock stands still until it can. */
  pauseClock(): void {
    if (!this.#over) this.#clock.pause();
  }

  resumeClock(pausedMs: number): void {
    if (!this.#over) this.#clock.resume(pausedMs);
  }

  /** Closes all connections so that clients retry: the next process recovers the match from its journal. */
  suspend(): void {
    this.#audience.close(CLOSE.mayRetry);
    this.dispose();
  }

  /** Everybody has left, and nobody can come back. */
  abandon(): void {
    if (this.#over) return;
    this.dispose();
    this.#writeEnd({ kind: 'abandoned' });
  }

  /** Stops the room without ending its match, which the next process may recover. */
  dispose(): void {
    this.#over = true;
    this.members.close();
    this.effects.cancelAll();
  }

  /**
   * Newcomers wait while the clock is held: if they were journaled now and the process crashed again, they would hold seats
   * whose tokens no client has.
   */
  #isOfMember(entry: Entry): boolean {
    return entry.kind === 'effect' || entry.kind === 'input' || this.members.get(entry.player)?.admitted === true;
  }

  get #isIdle(): boolean {
    return this.held && this.#arrived.length === 0;
  }

  #takeAll(): readonly Entry[] {
    const arrived = this.#inbox.takeAll();
    // Input frames come first: they are of the players who are seated now, and what has arrived may seat others.
    return this.inputs?.enterBefore(arrived, this) ?? arrived;
  }

  #welcomeReturned(): void {
    for (const member of this.members.takeReturned()) {
      this.stopAwaiting(member.id);
      this.#welcome(member);
    }
  }

  #checkpoint(): void {
    const { snapshot } = this.match;
    this.#snapshot = snapshot;
    if (snapshot === undefined) return;
    this.#journal.checkpoint(this.slot, snapshot.tick, packCheckpoint(snapshot, this.members, this.bots.last));
  }

  #welcome(member: Member): void {
    const lost = this.#sawLostTicks.delete(member.id);
    this.#audience.send(member.id, WIRE.welcome, welcomeOf(this, member, this.#recoveries, lost));
  }

  #end(end: RecordedEnd, code: number, reason: string): void {
    if (this.#over) return;
    runAll(
      () => this.#close(code, reason),
      () => this.#writeEnd(end),
    );
  }

  #close(code: number, reason: string): void {
    this.dispose();
    runAll(
      () => this.#audience.broadcast(WIRE.ended, { reason } satisfies Ended),
      () => this.#audience.close(code),
    );
  }

  #writeEnd(end: RecordedEnd): void {
    try {
      this.#journal.end(this.slot, end, this.#trace);
    } catch (error) {
      this.#log.error({ room: this.id, err: error }, 'match end could not be written: retrying');
    }
  }
}
