/** Plays the journal of one room again, and keeps book of who is in it and what its host still owes. */
import {
  describeDivergence,
  type Divergence,
  type Entry,
  type Frame,
  messageOf,
  type Output,
  type Step,
  type Trace,
  Verifier,
} from '../../../shared/runtime/host.ts';
import type { Audience } from '../audience.ts';
import { memberOf } from '../host-checkpoint.ts';
import { botNumber } from '../room-bots.ts';
import type { RecoveredState } from './recovered-state.ts';
import type { LiveRoom } from '../live-room.ts';
import { Member } from '../members/member.ts';
import type { ReopenedMatch } from '../opening.ts';
import { readTokens, renewTokens, storedToken } from '../members/tokens.ts';

const NOTHING: readonly Entry[] = [];

export class Recovery {
  readonly room: LiveRoom;
  readonly #audience: Audience;
  readonly #lastTick: number;
  readonly #frames: Iterator<Frame>;
  readonly #verifier: Verifier;
  readonly #effects = new Map<number, Extract<Output, { kind: 'effect' }>>();
  readonly #dismissed = new Set<string>();
  /** Those who joined in the tick that was played last. */
  readonly #newcomers = new Set<string>();
  /** The last tick in which the journal knows the script to have done anything. */
  readonly #lastTraced: number;
  #next: Frame | undefined;
  #frame: Frame | undefined;
  #trace: Trace | undefined;
  #botsWanted = 0;
  #lastBot = 0;
  #divergence: Divergence | undefined;
  #leftAside: { readonly reason: string; readonly isInconclusive: boolean } | undefined;

  /** @param frames what entered after the checkpoint, or from the start on */
  constructor(room: LiveRoom, reopened: ReopenedMatch, frames: readonly Frame[], audience: Audience) {
    this.room = room;
    this.#audience = audience;
    this.#lastTick = reopened.lastTick;
    this.#lastTraced = frames.findLast(({ trace }) => trace !== undefined)?.trace?.tick ?? 0;
    this.#frames = frames.values();
    this.#next = this.#frames.next().value;
    this.#verifier = new Verifier(room.match);
    const { checkpoint } = reopened;
    if (checkpoint === undefined) return;
    for (const member of checkpoint.members) room.members.add(memberOf(member, room.tickRate));
    for (const { id, kept } of checkpoint.snapshot.seats) {
      for (const { ref } of kept) room.intake.entered(room.members.get(id), ref);
    }
    this.#botsWanted = checkpoint.botsWanted;
    this.#lastBot = checkpoint.lastBot;
  }

  /** There is nothing left to play, or it cannot go on. */
  get done(): boolean {
    const { match } = this.room;
    return (
      match.tick >= this.#lastTick ||
      match.ended !== undefined ||
      this.#divergence !== undefined ||
      this.#leftAside !== undefined
    );
  }

  /**
   * Why the match is not the one that was recorded; undefined where it is. One that has ended is: it may have been brought
   * back before, and people who came back to it are in its journal after its end.
   */
  get problem(): string | undefined {
    if (this.#leftAside !== undefined) return this.#leftAside.reason;
    if (this.#divergence !== undefined) return describeDivergence(this.#divergence);
    const { ended, tick } = this.room.match;
    if (ended === undefined || tick >= this.#lastTraced) return undefined;
    const how = ended.kind === 'failed' ? `fails (${messageOf(ended.error)})` : 'ends';
    return `At tick ${tick} the match ${how} where the recording goes on.`;
  }

  get state(): RecoveredState {
    return {
      botsWanted: this.#botsWanted,
      lastBot: this.#lastBot,
      effects: [...this.#effects.values()],
      dismissed: this.#dismissed,
      unconfirmed: this.#newcomers,
      trace: this.#trace,
    };
  }

  /** The next tick, to be stepped; `stepped()` is to follow. */
  nextStep(): Step<Entry> {
    const { match } = this.room;
    this.#newcomers.clear();
    this.#frame = this.#next?.tick === match.tick + 1 ? this.#next : undefined;
    if (this.#frame === undefined) return { match, entries: NOTHING };
    this.#next = this.#frames.next().value;
    for (const entry of this.#frame.entries) this.#entered(entry);
    return { match, entries: this.#frame.entries };
  }

  /** The script was entered anew from the checkpoint, in the last part of its tick: the journal has its trace. */
  afterResume(): void {
    const botsWanted = this.#botsWanted;
    this.#came();
    // The checkpoint has counted those that were asked for in its tick.
    this.#botsWanted = botsWanted;
    this.#verifier.check(undefined);
  }

  /**
   * It cannot be played on.
   *
   * @param unsure another match may be the reason
   */
  giveUp(reason: string, unsure: boolean): void {
    this.#leftAside ??= { reason, isInconclusive: unsure };
  }

  get isGivenUp(): boolean {
    return this.#leftAside !== undefined;
  }

  /** It was left aside, and another match may be the reason. */
  get isInconclusive(): boolean {
    return this.#leftAside?.isInconclusive ?? false;
  }

  /** The tick was stepped: nothing is sent, but all is noted. */
  afterStep(): void {
    this.#came();
    this.#divergence = this.#verifier.check(this.#frame);
    this.#trace = this.#frame?.trace === undefined ? this.#verifier.lastTrace : undefined;
    // What came after its end is of those who came back to it.
    if (this.room.match.ended !== undefined && this.problem === undefined) this.skipRest();
  }

  /** Notes who was there, without playing: for a match that cannot go on, so that they can be told. */
  skipRest(): void {
    for (let frame = this.#next; frame !== undefined; frame = this.#frames.next().value) {
      for (const entry of frame.entries) this.#entered(entry);
    }
    this.#next = undefined;
  }

  #entered(entry: Entry): void {
    const { members: door, intake } = this.room;
    switch (entry.kind) {
      case 'join':
      case 'spectate': {
        const { player: id, name, token } = entry;
        const bot = entry.kind === 'join' && entry.bot;
        const member = new Member({ id, name, spectator: entry.kind === 'spectate', bot }, this.room.tickRate);
        if (token !== undefined) member.tokens = [storedToken(token)];
        door.add(member);
        if (!bot) {
          this.#newcomers.add(id);
          return;
        }
        this.#botsWanted--;
        this.#lastBot = Math.max(this.#lastBot, botNumber(id));
        return;
      }
      case 'return': {
        const member = door.get(entry.player);
        const { given, used } = readTokens(entry.token);
        if (member !== undefined) member.tokens = renewTokens(member.tokens, given, used);
        return;
      }
      case 'leave':
        this.#dismissed.delete(entry.player);
        return door.remove(entry.player);
      case 'message':
      case 'answer':
        return intake.entered(door.get(entry.player), entry.ref);
      case 'effect':
        this.#effects.delete(entry.effect);
        return;
      case 'drop':
      case 'input':
    }
  }

  #came(): void {
    const { match } = this.room;
    this.#audience.patch();
    for (const { view } of match.players) view.changes.clear();
    match.spectatorView?.changes.clear();
    for (const output of match.takeOutputs()) this.#put(output);
  }

  #put(output: Output): void {
    const { members: door, intake, match } = this.room;
    switch (output.kind) {
      case 'joined':
        door.admit(output.player, output.seat);
        return;
      case 'accepted':
        door.get(output.player)?.delivery.settled(output.ref, { ok: true });
        return;
      case 'refused': {
        const { player, type, ref, code, message } = output;
        if (type === 'join' || type === 'spectate') door.reject(player, output);
        else if (ref !== undefined) door.get(player)?.delivery.settled(ref, { ok: false, code, message });
        return;
      }
      case 'ask':
        return intake.questionOpened(output.question, output.name, output.to);
      case 'asked':
        return intake.questionClosed(output.question);
      case 'bots':
        this.#botsWanted += Math.min(output.count, match.seatCount);
        return;
      case 'effect':
        this.#effects.set(output.effect, output);
        return;
      case 'effect-cancelled':
        this.#effects.delete(output.effect);
        return;
      case 'dismiss':
        this.#dismissed.add(output.player);
        return;
      case 'notice':
      case 'ended':
    }
  }
}
