/** Replays the journal of one room, and books who is in it and what the next process still has to do. */
import {
  describeDivergence,
  type Divergence,
  type Entry,
  type Frame,
  messageOf,
  type Step,
  type Trace,
  Verifier,
} from '../../../shared/runtime/host.ts';
import type { Audience } from '../audience.ts';
import { memberOf } from '../host-checkpoint.ts';
import type { LiveRoom } from '../live-room.ts';
import { Member } from '../members/member.ts';
import { readTokens, renewTokens, storedToken } from '../members/tokens.ts';
import type { ReopenedMatch } from '../opening.ts';
import { book, type OutputBooks } from '../outputs.ts';
import { botNumber } from '../room-bots.ts';
import type { RecoveredState } from './recovered-state.ts';

const NO_ENTRIES: readonly Entry[] = [];

export class Recovery {
  readonly room: LiveRoom;
  readonly #audience: Audience;
  readonly #lastTick: number;
  readonly #frames: Iterator<Frame>;
  readonly #verifier: Verifier;
  readonly #books: OutputBooks;
  /** Players who joined in the tick that was replayed last. */
  readonly #newcomers = new Set<string>();
  /** The last tick in which the script did anything, by the journal. */
  readonly #lastTracedTick: number;
  /** The next frame of the journal. */
  #next: Frame | undefined;
  /** The frame of the tick that is being replayed; undefined: nothing entered. */
  #frame: Frame | undefined;
  #trace: Trace | undefined;
  #lastBot = 0;
  #divergence: Divergence | undefined;
  #givenUp: { readonly reason: string; readonly isInconclusive: boolean } | undefined;

  /** @param frames what entered after the checkpoint, or from the start on */
  constructor(room: LiveRoom, reopened: ReopenedMatch, frames: readonly Frame[], audience: Audience) {
    const { match, members, intake } = room;
    const { checkpoint } = reopened;
    this.room = room;
    this.#audience = audience;
    this.#lastTick = reopened.lastTick;
    this.#lastTracedTick = frames.findLast(({ trace }) => trace !== undefined)?.trace?.tick ?? 0;
    this.#frames = frames.values();
    this.#next = this.#frames.next().value;
    this.#verifier = new Verifier(match);
    this.#books = { match, members, intake, botsWanted: 0, pendingEffects: new Map(), dismissed: new Set() };
    if (checkpoint === undefined) return;
    for (const member of checkpoint.members) members.add(memberOf(member, room.match.game));
    for (const { id, kept } of checkpoint.snapshot.seats) {
      for (const { ref } of kept) intake.entered(members.get(id), ref);
    }
    this.#books.botsWanted = checkpoint.botsWanted;
    this.#lastBot = checkpoint.lastBot;
  }

  /** Nothing is left to replay, or it cannot go on. */
  get done(): boolean {
    const { match } = this.room;
    return (
      match.tick >= this.#lastTick || match.ended !== undefined || this.#divergence !== undefined || this.isGivenUp
    );
  }

  /**
   * Why the match is not the one that was recorded; undefined: it is. A match that has ended is: it may have been recovered before,
   * and members who came back to it are in the journal after its end.
   */
  get problem(): string | undefined {
    if (this.#givenUp !== undefined) return this.#givenUp.reason;
    if (this.#divergence !== undefined) return describeDivergence(this.#divergence);
    const { ended, tick } = this.room.match;
    if (ended === undefined || tick >= this.#lastTracedTick) return undefined;
    const how = ended.kind === 'failed' ? `fails (${messageOf(ended.error)})` : 'ends';
    return `At tick ${tick} the match ${how} where the recording goes on.`;
  }

  get state(): RecoveredState {
    const { botsWanted, pendingEffects, dismissed } = this.#books;
    return {
      botsWanted,
      lastBot: this.#lastBot,
      effects: [...pendingEffects.values()],
      dismissed,
      unconfirmed: this.#newcomers,
      trace: this.#trace,
    };
  }

  get isGivenUp(): boolean {
    return this.#givenUp !== undefined;
  }

  /** It was given up, and another match may be the reason. */
  get isInconclusive(): boolean {
    return this.#givenUp?.isInconclusive ?? false;
  }

  /** The next tick, to be stepped; `afterStep()` has to follow. */
  nextStep(): Step<Entry> {
    const { match } = this.room;
    this.#newcomers.clear();
    this.#frame = this.#next?.tick === match.tick + 1 ? this.#next : undefined;
    if (this.#frame === undefined) return { match, entries: NO_ENTRIES };
    this.#next = this.#frames.next().value;
    for (const entry of this.#frame.entries) this.#bookEntry(entry);
    return { match, entries: this.#frame.entries };
  }

  /** The script was restarted from the checkpoint, in the last part of its tick: the journal has its trace. */
  afterResume(): void {
    const { botsWanted } = this.#books;
    this.#bookOutputs();
    // The checkpoint has counted those that were asked for in its tick.
    this.#books.botsWanted = botsWanted;
    this.#verifier.check(undefined);
  }

  /** The tick was stepped. Nothing is sent. */
  afterStep(): void {
    this.#bookOutputs();
    this.#divergence = this.#verifier.check(this.#frame);
    this.#trace = this.#frame?.trace === undefined ? this.#verifier.lastTrace : undefined;
    // Later frames are of members who came back to a match that had ended.
    if (this.room.match.ended !== undefined && this.problem === undefined) this.skipRest();
  }

  /**
   * The journal cannot be replayed any further.
   *
   * @param isInconclusive another match may be the reason
   */
  giveUp(reason: string, isInconclusive: boolean): void {
    this.#givenUp ??= { reason, isInconclusive };
  }

  /** Books the members of all later frames without replaying these: they get the reason why the match cannot go on. */
  skipRest(): void {
    for (let frame = this.#next; frame !== undefined; frame = this.#frames.next().value) {
      for (const entry of frame.entries) this.#bookEntry(entry);
    }
    this.#next = undefined;
  }

  #bookEntry(entry: Entry): void {
    const { members, intake } = this.room;
    switch (entry.kind) {
      case 'join':
      case 'spectate':
        return this.#bookJoin(entry);
      case 'return': {
        const member = members.get(entry.player);
        const { given, used } = readTokens(entry.token);
        if (member !== undefined) member.tokens = renewTokens(member.tokens, given, used);
        return;
      }
      case 'leave':
        this.#books.dismissed.delete(entry.player);
        return members.remove(entry.player);
      case 'message':
      case 'answer':
        return intake.entered(members.get(entry.player), entry.ref);
      case 'effect':
        this.#books.pendingEffects.delete(entry.effect);
        return;
      case 'drop':
      case 'input':
    }
  }

  #bookJoin(entry: Extract<Entry, { kind: 'join' | 'spectate' }>): void {
    const { player: id, name, token } = entry;
    const bot = entry.kind === 'join' && entry.bot;
    const member = new Member({ id, name, spectator: entry.kind === 'spectate', bot }, this.room.match.game);
    if (token !== undefined) member.tokens = [storedToken(token)];
    this.room.members.add(member);
    if (bot) {
      this.#books.botsWanted--;
      this.#lastBot = Math.max(this.#lastBot, botNumber(id));
    } else {
      this.#newcomers.add(id);
    }
  }

  #bookOutputs(): void {
    const { match } = this.room;
    this.#audience.patch();
    for (const { view } of match.players) view.changes.clear();
    match.spectatorView?.changes.clear();
    for (const output of match.takeOutputs()) book(output, this.#books);
  }
}
