/** One process of a server in simulated time, with a real host and real rooms, without a network: until its fuse burns. */
import { JoinRefused } from '../../../server/host/members/arrivals.ts';
import { Recovery } from '../../../server/host/recovery/recovery.ts';
import { Host } from '../../../server/host/host.ts';
import type { EffectHandlers } from '../../../server/host/effect-runs.ts';
import type { Draw } from '../../../server/host/room-bots.ts';
import { Member } from '../../../server/host/members/member.ts';
import { reopenMatch, type OpenedMatch } from '../../../server/host/opening.ts';
import { replayJournals } from '../../../server/host/recovery/replay-journals.ts';
import { resumeRoom } from '../../../server/host/recovery/resume-room.ts';
import { hashToken } from '../../../server/host/members/tokens.ts';
import { JournalProblem, type JournalStore, type UnfinishedMatch } from '../../../server/journal/store.ts';
import type { Log } from '../../../server/log.ts';
import { Match, newDecoder, type StartFrame } from '../../../shared/runtime/host.ts';
import type { Game } from '../../../shared/runtime/index.ts';
import { CLOSE, type Numbered } from '../../../shared/wire.ts';
import { Crash } from '../../server/crash/fuse.ts';
import { returning } from '../../server/returning.ts';
import type { SimGame, Watcher } from '../games/sim-game.ts';
import { SimNetwork, type SimConnection } from './sim-network.ts';
import type { MatchLog } from './client-log.ts';
import type { SimPlayer } from './sim-player.ts';
import type { SimClock } from './sim-clock.ts';
import type { CrashPoints } from './crash-points.ts';
import { simMetrics } from './sim-metrics.ts';
import { SimRoom } from './sim-room.ts';
import { takeNumbered, takePlain } from './intake.ts';
import { checkMembership, checkRejoinHold, type ServerRoom } from './server-room.ts';
import type { ClientEndpoint, SimClient } from './sim-client.ts';

/** What the server grants where a game says nothing. */
export const DEFAULT_GRACE_MS = 60_000;
/** After a restart a room's clock stands still for that long at most. */
const HELD_MS = 6_000;
/** What Colyseus closes with where it knows no such seat. */
const NOT_FOUND = 4003;
const SEAT_LOST = 'whoever was in finds the seat again';
const DECODED = 'what clients decode is the state as they may see it';
const LINGER_MS = 500;
const UNWRITTEN = 'because its journal cannot be written';

/** What a house needs of the world around it. */
export interface SimServerParts {
  readonly simGame: SimGame;
  /** The game's code, as this process has it. */
  readonly game: Game;
  readonly crashPoints: CrashPoints;
  readonly clock: SimClock;
  readonly journal: JournalStore;
  readonly log: Log;
  readonly draw: Draw;
  readonly effects: EffectHandlers;
  readonly start: () => StartFrame;
  readonly logOf: (match: Match) => MatchLog;
  readonly watch: (match: Match, book: MatchLog) => Watcher;
  /** The state of a tick is out. */
  readonly onTick: (table: ServerRoom) => void;
  /** The room is over. */
  readonly onRoomOver: (table: ServerRoom) => void;
  readonly violated: (law: string, match: string, tick: number, details: string) => void;
}

export class SimServer implements ClientEndpoint {
  readonly rooms = new Map<string, ServerRoom>();
  readonly #parts: SimServerParts;
  readonly #host: Host;
  /** Members of matches that could not be brought back: they are told so. */
  readonly #voided = new Set<string>();
  #tokens = 0;

  constructor(parts: SimServerParts) {
    this.#parts = parts;
    const { clock, journal, log, crashPoints: fuse } = parts;
    const lost = (): void => fuse.crash(UNWRITTEN);
    this.#host = new Host({ clock, journal, log, metrics: simMetrics, lost });
  }

  /** Brings back what its journal has. Where that cannot be read, the process ends: a real server refuses to start. */
  async open(): Promise<void> {
    const { crashPoints: fuse, journal } = this.#parts;
    try {
      for (const unfinished of journal.unfinished()) await this.#recover(unfinished);
    } catch (error) {
      if (error instanceof JournalProblem) fuse.crash('at its start, without a journal');
      else if (!(error instanceof Crash)) throw error;
    }
  }

  /** The process is gone. */
  async crash(): Promise<void> {
    await this.#host.stop();
    for (const { room } of this.rooms.values()) room.dispose();
  }

  /** Somebody wants to play, or to watch. */
  join(person: SimPlayer): void {
    this.#guarded(() => {
      const table = [...this.rooms.values()].findLast(({ room }) => !room.over) ?? this.#begin();
      if (table === undefined) return person.turnedAway(undefined);
      const { room, network: hall, log: book } = table;
      const { name, watches: spectator } = person.plan;
      const id = person.newId();
      const token = this.#newToken(id);
      const member = new Member({ id, name, spectator, bot: false }, room.tickRate);
      member.tokens = [hashToken(token)];
      const visit = person.openClient({
        id,
        spectator,
        matchId: book.matchId,
        log: book.client(id, spectator),
        decoder: newDecoder(room.match.state, () => hall.handshake()),
      });
      void this.#admit(person, table, hall.expect(visit), token, room.members.join(member));
    });
  }

  /** Somebody who was here comes back. */
  reconnect(person: SimPlayer, visit: SimClient): void {
    this.#guarded(() => {
      if (this.#voided.has(visit.id)) return visit.close(CLOSE.voided);
      const table = this.#tableOf(visit);
      if (table === undefined) return visit.close(NOT_FOUND);
      const { room, network: hall, log: book, grace } = table;
      const member = room.members.get(visit.id);
      const used = hashToken(visit.token ?? '');
      if (member?.tokens.includes(used) !== true) {
        const isExpected = !visit.log.isGone;
        if (isExpected) this.#parts.violated(SEAT_LOST, book.matchId, room.match.tick, `${visit.id} does not`);
        return visit.close(NOT_FOUND);
      }
      table.awaitedReturns.delete(visit.id);
      // The server may not have noticed yet that the old connection is gone.
      if (hall.connections.has(visit.id)) this.#drop(table, visit.id);
      grace.get(visit.id)?.();
      grace.delete(visit.id);
      const token = this.#newToken(visit.id);
      const guest = hall.expect(visit);
      const isOpen = (): boolean => hall.connections.get(visit.id) === guest;
      const back = returning(room.members, visit.id, { used, given: hashToken(token), isOpen });
      void this.#admit(person, table, guest, token, back);
    });
  }

  /** The client has said that it is in. */
  confirm(visit: SimClient): void {
    this.#guarded(() => {
      const table = this.#tableOf(visit);
      const guest = table?.network.connections.get(visit.id);
      if (table === undefined || guest === undefined || guest.client !== visit || guest.isIn) return;
      table.network.attach(guest);
    });
  }

  /** The server notices that a connection is gone. */
  dropped(visit: SimClient, guest: SimConnection | undefined): void {
    this.#guarded(() => {
      const table = this.#tableOf(visit);
      if (table !== undefined && guest !== undefined && table.network.connections.get(visit.id) === guest)
        this.#drop(table, visit.id);
    });
  }

  connectionOf(visit: SimClient): SimConnection | undefined {
    return this.#tableOf(visit)?.network.connections.get(visit.id);
  }

  leave(visit: SimClient): void {
    this.#guarded(() => {
      const table = this.#tableOf(visit);
      if (table === undefined) return;
      table.network.remove(visit.id);
      table.awaitedReturns.delete(visit.id);
      table.room.members.leave(visit.id);
      this.#closeIfEmpty(table);
    });
  }

  receive(visit: SimClient, message: Numbered): void {
    this.#receive(visit, (table, member) => takeNumbered(table, member, message));
  }

  /** A message without a number, as a stranger's client may send it. */
  receivePlain(visit: SimClient, type: string, data: unknown): void {
    this.#receive(visit, ({ room }, member) => takePlain(room, member, type, data));
  }

  input(visit: SimClient, numbers: readonly number[], seenAtMs: number | undefined): void {
    this.#receive(visit, ({ room }, member) => room.inputs?.pushFrame(member, [...numbers], seenAtMs));
  }

  /** Nothing that comes over a line may end the process, but for its fuse. */
  #guarded(fn: () => void): void {
    if (this.#parts.crashPoints.crashed) return;
    try {
      fn();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }

  /** Something has arrived of somebody who is in. */
  #receive(visit: SimClient, take: (table: ServerRoom, member: Member) => void): void {
    this.#guarded(() => {
      const table = this.#tableOf(visit);
      const member = table?.room.members.get(visit.id);
      if (table !== undefined && member !== undefined) take(table, member);
    });
  }

  /** Undefined: the journal cannot take it now. */
  #begin(): ServerRoom | undefined {
    const { game, journal, start } = this.#parts;
    const frame = start();
    const match = new Match(game, frame, { trace: true });
    try {
      const slot = journal.open({ start: frame, room: frame.matchId.slice(0, 5), private: false, reflection: '' });
      const table = this.#table({ slot, match, recoveries: 0, private: false });
      this.#host.add(table.room);
      return table;
    } catch (error) {
      if (!(error instanceof JournalProblem)) throw error;
      return undefined;
    }
  }

  async #recover(unfinished: UnfinishedMatch): Promise<void> {
    const { game, journal, clock } = this.#parts;
    const { slot } = unfinished;
    journal.attempt([slot]);
    const reopened = reopenMatch(game, unfinished);
    const table = this.#table(reopened);
    const { room, network: hall, log: book } = table;
    const isUpgraded = book.codeChanged || book.game !== game;
    table.isReplaying = true;
    const comeback = new Recovery(room, reopened, journal.frames(slot, reopened.checkpoint?.snapshot.tick ?? 0), hall);
    await replayJournals([comeback]);
    table.isReplaying = false;
    const { problem, state: legacy } = comeback;
    const { ended, tick } = room.match;
    if (problem !== undefined) {
      if (!isUpgraded) this.#parts.violated('a match comes back as it was', book.matchId, tick, problem);
      book.forcedEnd = 'voided';
      comeback.skipRest();
      for (const { id } of room.members.all) this.#voided.add(id);
      this.rooms.delete(table.code);
      room.dispose();
      journal.end(slot, { kind: 'voided', reason: problem });
      return;
    }
    if (ended === undefined) checkMembership(table, this.#parts.violated);
    if (isUpgraded) book.codeChanged = true;
    journal.recovered([slot]);
    const before = book.startedEffects.length;
    resumeRoom(room, legacy, clock.now());
    book.restarts.push({ tick, startedEffects: book.startedEffects.slice(before).map(({ key }) => key) });
    table.heldUntilMs = clock.now() + HELD_MS;
    for (const { id, bot, connected } of room.match.players) {
      const isKnown = room.members.get(id) !== undefined && !legacy.unconfirmed.has(id);
      if (!bot && connected && isKnown) table.awaitedReturns.add(id);
    }
    for (const { id, bot, tokens } of room.members.all) if (!bot && tokens.length > 0) this.#awaitReturn(table, id);
    this.#host.add(room);
    this.#closeIfEmpty(table);
  }

  #table(opened: OpenedMatch): ServerRoom {
    const {
      simGame,
      crashPoints: fuse,
      clock,
      log,
      journal,
      effects,
      draw,
      logOf: bookOf,
      watch,
      onTick: ticked,
      violated: found,
    } = this.#parts;
    const { match } = opened;
    const code = match.start.matchId;
    const book = bookOf(match);
    const pass = (label: string): void => fuse.pass(label);
    const hall: SimNetwork = new SimNetwork({
      match,
      pass,
      patched: () => {
        checkRejoinHold(table, clock.now(), found);
        ticked(table);
      },
      member: (id) => room.members.get(id),
      delayed: () => room.delayed,
      hungUp: () => this.#closeIfEmpty(table),
      closed: () => this.#forget(table),
      mismatched: ({ message, tick }) => found(DECODED, book.matchId, tick, message),
    });
    const room: SimRoom = new SimRoom(
      { id: code, opened, bot: simGame.bot, draw, effects, audience: hall, journal, log, metrics: simMetrics },
      pass,
    );
    const watcher = watch(match, book);
    const table: ServerRoom = {
      code,
      room,
      network: hall,
      log: book,
      watcher,
      grace: new Map(),
      joining: 0,
      awaitedReturns: new Set(),
      heldUntilMs: 0,
      isReplaying: false,
    };
    this.rooms.set(code, table);
    return table;
  }

  async #admit(
    person: SimPlayer,
    table: ServerRoom,
    guest: SimConnection,
    token: string,
    arrival: Promise<void>,
  ): Promise<void> {
    table.joining++;
    const isIn = await arrival.then(
      () => true,
      (error: unknown) => {
        if (error instanceof JoinRefused) return false;
        throw error;
      },
    );
    table.joining--;
    this.#guarded(() => {
      this.#parts.crashPoints.pass('before a token');
      const { client: visit } = guest;
      const isHere = table.network.connections.get(visit.id) === guest;
      if (isHere && isIn) {
        // The frames of a new connection count from nothing.
        table.room.members.get(visit.id)?.inputQueue?.restart();
        return person.line.toClient(1, () => person.admitted(visit, token));
      }
      if (isHere) {
        table.network.remove(visit.id);
        person.line.toClient(1, () => person.turnedAway(visit));
      }
      this.#closeIfEmpty(table);
    });
  }

  #drop(table: ServerRoom, id: string): void {
    table.network.remove(id);
    table.room.members.drop(id);
    this.#awaitReturn(table, id);
  }

  /** The seat is kept for a while. */
  #awaitReturn(table: ServerRoom, id: string): void {
    const { clock, game } = this.#parts;
    const giveUp = clock.at(clock.now() + (game.reconnectGraceMs ?? DEFAULT_GRACE_MS), () =>
      this.#guarded(() => {
        table.grace.delete(id);
        const client = table.log.clients.get(id);
        if (client !== undefined) client.isGone = true;
        table.awaitedReturns.delete(id);
        table.room.stopAwaiting(id);
        table.room.members.leave(id);
        this.#closeIfEmpty(table);
      }),
    );
    table.grace.set(id, giveUp);
  }

  /** A room that nobody is in, and nobody can come back to, goes: at once, or when its script has had the time to notice. */
  #closeIfEmpty(table: ServerRoom): void {
    const { clock, draw } = this.#parts;
    if (!isEmpty(table)) return;
    clock.at(clock.now() + draw(2) * LINGER_MS, () =>
      this.#guarded(() => {
        if (!isEmpty(table)) return;
        table.room.abandon();
        this.#forget(table);
      }),
    );
  }

  #forget(table: ServerRoom): void {
    for (const giveUp of table.grace.values()) giveUp();
    table.grace.clear();
    this.#host.remove(table.room);
    this.rooms.delete(table.code);
    this.#parts.onRoomOver(table);
  }

  #tableOf(visit: SimClient): ServerRoom | undefined {
    return this.rooms.get(visit.matchId);
  }

  #newToken(id: string): string {
    return `${id}-${++this.#tokens}-${this.#parts.draw(2 ** 31)}`;
  }
}

function isEmpty({ room, network: hall, grace, joining: knocking }: ServerRoom): boolean {
  return !room.over && hall.connections.size === 0 && grace.size === 0 && knocking === 0;
}
