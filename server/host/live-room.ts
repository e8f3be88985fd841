/**
 * One live room: a match, those in it, and what is on its way between them. What arrives waits for the next tick
 * (`collect`); what the tick asked for goes out after it (`release`).
 */
import { CLOSE, WIRE, type Ended, type Held, type Resumed, type Slipped } from '../../shared/wire.ts';
import {
  type BotEntry,
  type Entry,
  failureText,
  type Match,
  type RecordedEnd,
  type Snapshot,
  type Step,
  type Trace,
} from '../../shared/runtime/host.ts';
import type { JournalFrame, JournalStore, Slot } from '../journal/store.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { UnattendedTimer, UNATTENDED_NOTICE } from './unattended-timer.ts';
import type { Audience } from './audience.ts';
import { DelayedAudience } from './delayed-audience.ts';
import { Membership } from './members/membership.ts';
import { EffectRuns, type RunHandler } from './effect-runs.ts';
import { RejoinHold } from './members/rejoin-hold.ts';
import { packCheckpoint } from './host-checkpoint.ts';
import { RoomBots, UNAWAITED } from './room-bots.ts';
import { Inbox } from './intake/inbox.ts';
import { Intake } from './intake/intake.ts';
import { runAll } from './run-all.ts';
import type { RecoveredState } from './recovery/recovered-state.ts';
import type { LiveRoomParts } from './live-room-parts.ts';
import type { Member } from './members/member.ts';
import { Outputs } from './outputs.ts';
import type { Paced } from './ticks/pacer.ts';
import { RoomInputs } from './intake/room-inputs.ts';
import { welcomeOf } from './welcome.ts';
import { runnerOf } from './running-code.ts';

export type { LiveRoomParts } from './live-room-parts.ts';

const NOTHING: readonly Entry[] = [];
const BROKEN = 'Something went wrong in this room, and the match cannot go on.';

export class LiveRoom implements Paced, Step<Entry> {
  readonly id: string;
  /** Its match's number in the journal. */
  readonly slot: Slot;
  readonly private: boolean;
  readonly match: Match;
  /** Who comes and goes. */
  readonly members: Membership;
  /** What they say. */
  readonly intake: Intake;
  /** What they send in each tick; undefined: the game has no input. */
  readonly inputs: RoomInputs | undefined;
  readonly bots: RoomBots;
  readonly effects: EffectRuns;
  /** What its spectators see later than its players; undefined: they see it at once. */
  readonly delayed: DelayedAudience | undefined;
  lostMs = 0;
  /** What enters at the tick that is being made. */
  entries: readonly Entry[] = NOTHING;
  readonly #recoveries: number;
  /** Its last moments were lost, and these were not told yet. */
  readonly #untold = new Set<string>();
  readonly #isLost: boolean;
  readonly #audience: Audience;
  readonly #journal: JournalStore;
  readonly #log: Log;
  readonly #metrics: Metrics;
  readonly #inbox = new Inbox();
  readonly #outputs: Outputs;
  /** What has arrived since the last batch. */
  #arrived: readonly Entry[] = [];
  /** What the script did in the last tick: it goes into the journal with the next. */
  #trace: Trace | undefined;
  #snapshot: Snapshot | undefined;
  #hold: RejoinHold | undefined;
  /** The clock stands still for the journal, and all were told. */
  #isStill = false;
  #over = false;
  #toldSlipMs = 0;
  readonly #attendance: UnattendedTimer;

  constructor(parts: LiveRoomParts) {
    const { id, opened, bot, draw, effects, journal, log, metrics, activity: mark, unattendedMs } = parts;
    const { match } = opened;
    this.delayed = DelayedAudience.of(parts.audience, match);
    const audience = this.delayed ?? parts.audience;
    this.id = id;
    this.private = opened.private;
    this.match = match;
    this.slot = opened.slot;
    this.#recoveries = opened.recoveries;
    this.#isLost = opened.lost === true;
    this.#snapshot = match.snapshot;
    this.#attendance = new UnattendedTimer(match.start.tickRate, unattendedMs);
    this.#audience = audience;
    this.#journal = journal;
    this.#log = log;
    this.#metrics = metrics;
    this.inputs = match.game.input && new RoomInputs(match.game.input, metrics);
    this.members = new Membership(this.#inbox, (member) => {
      this.intake.forget(member);
      this.bots.remove(member.id);
    });
    this.intake = new Intake(match, this.#inbox, metrics, (member, type, refusal) => {
      if (!member.bot) audience.send(member.id, WIRE.refused, { type, ...refusal });
    });
    const run: RunHandler = (name, handler) => mark?.effect(runnerOf(this), name, handler) ?? handler();
    this.effects = new EffectRuns(match.game, effects, (entry) => this.#inbox.pushEntry(entry), metrics, run);
    this.bots = new RoomBots(match.game, bot, audience, this, log, draw);
    this.#outputs = new Outputs({
      match,
      members: this.members,
      intake: this.intake,
      bots: this.bots,
      effects: this.effects,
      audience,
      metrics,
      welcome: (member) => this.#welcome(member),
    });
  }

  get tickRate(): number {
    return this.match.start.tickRate;
  }

  /** It has ended, and takes nobody and nothing any more. */
  get over(): boolean {
    return this.#over;
  }

  /** The clock stands still until those who were here before a restart are back. */
  get held(): boolean {
    return this.#hold !== undefined;
  }

  /** What the journal needs to know of the tick that is being made; undefined: nothing, while the clock is held. */
  get frame(): JournalFrame | undefined {
    if (this.#isIdle) return undefined;
    return { slot: this.slot, tick: this.match.tick + 1, entries: this.#arrived, trace: this.#trace };
  }

  /** Match time in ms as clients' clocks have it: with all the time that was lost. */
  get wireMs(): number {
    return this.match.now + this.lostMs;
  }

  /** Takes what has arrived since the last tick. */
  collect(nowMs: number): void {
    if (this.#hold?.isOver(nowMs)) this.#endHold(nowMs);
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
  addSteps(steps: (Step<Entry> | Step<BotEntry>)[]): void {
    if (this.held || this.#over) return;
    steps.push(this);
    if (this.bots.size > 0) this.bots.addSteps(steps);
  }

  /** Lets out what the tick came to: the state first, then everything else in order. */
  release(): void {
    if (this.held) return;
    this.entries = NOTHING;
    this.#trace = this.match.takeTrace();
    this.#audience.patch();
    if (this.inputs !== undefined) this.#tellSlip();
    this.#welcomeReturned();
    for (const output of this.match.takeOutputs()) this.#outputs.perform(output);
    if (this.bots.size > 0) this.bots.dismissFailed();
    for (const { error, path } of this.match.takeReports()) this.#warn(path, error);
    if (this.match.snapshot !== this.#snapshot) this.#checkpoint();
    const { ended } = this.match;
    if (ended?.kind === 'finished') this.#end({ kind: 'finished' }, CLOSE.over, 'the match is over');
    else if (ended?.kind === 'failed') this.fail(ended.error);
    else if (this.#attendance.isOver(this.match.players)) {
      this.#metrics.roomUnattended();
      this.#end({ kind: 'abandoned' }, CLOSE.over, UNATTENDED_NOTICE);
    }
  }

  /** Goes on where the journal ends, after the match was brought back. The clock is held for those who were connected. */
  resume(legacy: RecoveredState, nowMs: number): void {
    this.bots.last = legacy.lastBot;
    this.#trace = legacy.trace;
    this.#snapshot = this.match.snapshot;
    const away = new Set<string>();
    // No line has outlived the process that it led to.
    for (const member of this.members.all) member.connected = false;
    for (const { id, bot, seat, connected } of this.match.players) {
      const member = this.members.get(id);
      if (member === undefined || legacy.dismissed.has(id)) {
        if (member !== undefined) this.members.remove(id);
        this.#inbox.pushEntry({ kind: 'leave', player: id });
      } else if (bot) {
        this.bots.seat(id, seat, this.match.viewOf(id));
        // It is asked again what is still open.
        this.#inbox.pushEntry({ kind: 'return', player: id });
      } else if (legacy.unconfirmed.has(id)) {
        // The others do not wait for somebody who may not exist.
        this.#inbox.pushEntry({ kind: 'drop', player: id });
      } else if (connected) {
        away.add(id);
      }
    }
    if (this.#isLost) for (const { id } of this.members.all) this.#untold.add(id);
    this.bots.join(legacy.botsWanted);
    for (const effect of legacy.effects) this.effects.start(effect);
    if (away.size > 0) this.#hold = new RejoinHold(away, nowMs);
  }

  /** They saw moments that the journal has lost, and have not come back since. */
  sawLostTicks(id: string): boolean {
    return this.#untold.has(id);
  }

  /** Somebody who was here before a restart is back, or gone for good. */
  stopAwaiting(id: string): void {
    this.#hold?.delete(id);
  }

  #warn(path: string | undefined, error: Error): void {
    const { game, tick } = this.match;
    this.#log.warn({ room: this.id, game: game.name, tick, path, err: error }, UNAWAITED);
  }

  /** Ends this room because of an error, and tells its clients no more than that there was one. */
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

  /** What enters it cannot be written down: what is not in the journal must not happen. */
  failUnwritten(error: Error): void {
    // The trace of the last tick may be what cannot be.
    this.#trace = undefined;
    this.fail(error);
  }

  /** The journal cannot be written now: the clock stands still until it can. */
  pauseClock(): void {
    if (this.#over || this.#isStill) return;
    this.#isStill = true;
    if (!this.held) this.#audience.broadcast(WIRE.held, { now: this.match.now } satisfies Held);
  }

  /** The journal can be written again, after so long a time. */
  resumeClock(stoodMs: number): void {
    if (this.#over) return;
    this.#hold?.postpone(stoodMs);
    if (!this.#isStill) return;
    this.#isStill = false;
    if (!this.held) this.#tellResumed();
  }

  /** Lets all clients go in a way that lets them come back: the next process takes the match up from its journal. */
  suspend(): void {
    this.#audience.close(CLOSE.mayRetry);
    this.dispose();
  }

  /** Everybody has gone, and nobody can come back. */
  abandon(): void {
    if (this.#over) return;
    this.dispose();
    this.#writeEnd({ kind: 'abandoned' });
  }

  /** Stops everything, for now: the journal has it, and the next process may take it up. */
  dispose(): void {
    this.#over = true;
    this.members.close();
    this.effects.cancelAll();
  }

  /**
   * While the clock is held, newcomers wait: were they written down now and the process ended, they would have a seat
   * whose token nobody was told.
   */
  #isOfMember(entry: Entry): boolean {
    return entry.kind === 'effect' || entry.kind === 'input' || this.members.get(entry.player)?.admitted === true;
  }

  /** The clock is held, and nothing has arrived. */
  get #isIdle(): boolean {
    return this.held && this.#arrived.length === 0;
  }

  #takeAll(): readonly Entry[] {
    const arrived = this.#inbox.takeAll();
    // Inputs come first: they are of those who sit there now, and with what has arrived others may.
    return this.inputs?.enterBefore(arrived, this) ?? arrived;
  }

  #welcomeReturned(): void {
    for (const member of this.members.takeReturned()) {
      this.stopAwaiting(member.id);
      this.#welcome(member);
    }
  }

  #endHold(nowMs: number): void {
    const absent = this.#hold?.awaited ?? [];
    // Clients' clocks went on meanwhile.
    this.lostMs += this.#hold?.lasted(nowMs) ?? 0;
    this.#hold = undefined;
    for (const id of absent) this.members.drop(id);
    this.#tellResumed();
  }

  #tellResumed(): void {
    this.#audience.broadcast(WIRE.resumed, { now: this.match.now } satisfies Resumed);
  }

  #tellSlip(): void {
    const { lostMs: slipMs } = this;
    if (slipMs === this.#toldSlipMs) return;
    this.#toldSlipMs = slipMs;
    this.#audience.broadcast(WIRE.slipped, { slipMs } satisfies Slipped);
  }

  #checkpoint(): void {
    const { snapshot } = this.match;
    this.#snapshot = snapshot;
    if (snapshot === undefined) return;
    this.#journal.checkpoint(this.slot, snapshot.tick, packCheckpoint(snapshot, this.members, this.bots.last));
  }

  #welcome(member: Member): void {
    const lost = this.#untold.delete(member.id);
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
      this.#log.error({ room: this.id, err: error }, 'the end of a match could not be written yet: it is tried again');
    }
  }
}
