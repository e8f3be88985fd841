/** One process of a server in simulated time, with a real host and real rooms, without a network: until its fuse burns. */
import { NotLetIn } from '../../../server/host/arrivals.ts';
import { Comeback } from '../../../server/host/comeback.ts';
import { Host } from '../../../server/host/host.ts';
import type { EffectHandlers } from '../../../server/host/effect-runs.ts';
import type { Draw } from '../../../server/host/house-bots.ts';
import { Member } from '../../../server/host/member.ts';
import { reopenMatch, type OpenMatch } from '../../../server/host/opening.ts';
import { rebuild } from '../../../server/host/rebuild.ts';
import { hashToken } from '../../../server/host/tokens.ts';
import { JournalProblem, type JournalStore, type UnfinishedMatch } from '../../../server/journal/store.ts';
import type { Log } from '../../../server/log.ts';
import { Match, type Game, type StartFrame } from '../../../shared/runtime/index.ts';
import { CLOSE, type Numbered } from '../../../shared/wire.ts';
import { newDecoder } from '../../../shared/runtime/decoders.ts';
import { Crash } from '../../server/crash/fuse.ts';
import { returning } from '../../server/returning.ts';
import type { SimGame, Watcher } from '../games/sim-game.ts';
import { Hall, type Guest } from './hall.ts';
import type { MatchBook } from './match-book.ts';
import type { Person } from './person.ts';
import type { SimClock } from './sim-clock.ts';
import type { SimFuse } from './sim-fuse.ts';
import { simMetrics } from './sim-metrics.ts';
import { SimRoom } from './sim-room.ts';
import { takeNumbered, takePlain } from './intakes.ts';
import { reviewBooking, reviewHold, type Table } from './table.ts';
import type { Counter, Visit } from './visit.ts';

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
export interface HouseParts {
  readonly simGame: SimGame;
  /** The game's code, as this process has it. */
  readonly game: Game;
  readonly fuse: SimFuse;
  readonly clock: SimClock;
  readonly journal: JournalStore;
  readonly log: Log;
  readonly draw: Draw;
  readonly effects: EffectHandlers;
  readonly start: () => StartFrame;
  readonly bookOf: (match: Match) => MatchBook;
  readonly watch: (match: Match, book: MatchBook) => Watcher;
  /** The state of a tick is out. */
  readonly ticked: (table: Table) => void;
  /** The room is over. */
  readonly over: (table: Table) => void;
  readonly found: (law: string, match: string, tick: number, details: string) => void;
}

export class House implements Counter {
  readonly tables = new Map<string, Table>();
  readonly #parts: HouseParts;
  readonly #host: Host;
  /** Members of matches that could not be brought back: they are told so. */
  readonly #voided = new Set<string>();
  #tokens = 0;

  constructor(parts: HouseParts) {
    this.#parts = parts;
    const { clock, journal, log, fuse } = parts;
    const lost = (): void => fuse.burn(UNWRITTEN);
    this.#host = new Host({ clock, journal, log, metrics: simMetrics, lost });
  }

  /** Brings back what its journal has. Where that cannot be read, the process ends: a real server refuses to start. */
  async open(): Promise<void> {
    const { fuse, journal } = this.#parts;
    try {
      for (const unfinished of journal.unfinished()) await this.#bringBack(unfinished);
    } catch (error) {
      if (error instanceof JournalProblem) fuse.burn('at its start, without a journal');
      else if (!(error instanceof Crash)) throw error;
    }
  }

  /** The process is gone. */
  async die(): Promise<void> {
    await this.#host.stop();
    for (const { room } of this.tables.values()) room.dispose();
  }

  /** Somebody wants to play, or to watch. */
  knock(person: Person): void {
    this.#guarded(() => {
      const table = [...this.tables.values()].findLast(({ room }) => !room.over) ?? this.#begin();
      if (table === undefined) return person.turnedAway(undefined);
      const { room, hall, book } = table;
      const { name, watches: spectator } = person.plan;
      const id = person.newId();
      const token = this.#newToken(id);
      const member = new Member({ id, name, spectator, bot: false }, room.tickRate);
      member.tokens = [hashToken(token)];
      const visit = person.open({
        id,
        spectator,
        matchId: book.matchId,
        book: book.client(id, spectator),
        decoder: newDecoder(room.match.state, () => hall.handshake()),
      });
      void this.#letIn(person, table, hall.expect(visit), token, room.door.join(member));
    });
  }

  /** Somebody who was here comes back. */
  comeBack(person: Person, visit: Visit): void {
    this.#guarded(() => {
      if (this.#voided.has(visit.id)) return visit.close(CLOSE.voided);
      const table = this.#tableOf(visit);
      if (table === undefined) return visit.close(NOT_FOUND);
      const { room, hall, book, grace } = table;
      const member = room.door.member(visit.id);
      const used = hashToken(visit.token ?? '');
      if (member?.tokens.includes(used) !== true) {
        const isExpected = !visit.book.isGone;
        if (isExpected) this.#parts.found(SEAT_LOST, book.matchId, room.match.tick, `${visit.id} does not`);
        return visit.close(NOT_FOUND);
      }
      table.awaited.delete(visit.id);
      // The server may not have noticed yet that the old connection is gone.
      if (hall.guests.has(visit.id)) this.#drop(table, visit.id);
      grace.get(visit.id)?.();
      grace.delete(visit.id);
      const token = this.#newToken(visit.id);
      const guest = hall.expect(visit);
      const isOpen = (): boolean => hall.guests.get(visit.id) === guest;
      const back = returning(room.door, visit.id, { used, given: hashToken(token), isOpen });
      void this.#letIn(person, table, guest, token, back);
    });
  }

  /** The client has said that it is in. */
  confirm(visit: Visit): void {
    this.#guarded(() => {
      const table = this.#tableOf(visit);
      const guest = table?.hall.guests.get(visit.id);
      if (table === undefined || guest === undefined || guest.visit !== visit || guest.isIn) return;
      table.hall.attach(guest);
    });
  }

  /** The server notices that a connection is gone. */
  dropped(visit: Visit, guest: Guest | undefined): void {
    this.#guarded(() => {
      const table = this.#tableOf(visit);
      if (table !== undefined && guest !== undefined && table.hall.guests.get(visit.id) === guest)
        this.#drop(table, visit.id);
    });
  }

  guestOf(visit: Visit): Guest | undefined {
    return this.#tableOf(visit)?.hall.guests.get(visit.id);
  }

  leave(visit: Visit): void {
    this.#guarded(() => {
      const table = this.#tableOf(visit);
      if (table === undefined) return;
      table.hall.remove(visit.id);
      table.awaited.delete(visit.id);
      table.room.door.leave(visit.id);
      this.#closeIfEmpty(table);
    });
  }

  receive(visit: Visit, message: Numbered): void {
    this.#take(visit, (table, member) => takeNumbered(table, member, message));
  }

  /** A message without a number, as a stranger's client may send it. */
  receivePlain(visit: Visit, type: string, data: unknown): void {
    this.#take(visit, ({ room }, member) => takePlain(room, member, type, data));
  }

  input(visit: Visit, numbers: readonly number[], seenAtMs: number | undefined): void {
    this.#take(visit, ({ room }, member) => room.inputs?.push(member, [...numbers], seenAtMs));
  }

  /** Nothing that comes over a line may end the process, but for its fuse. */
  #guarded(fn: () => void): void {
    if (this.#parts.fuse.burnt) return;
    try {
      fn();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }

  /** Something has arrived of somebody who is in. */
  #take(visit: Visit, take: (table: Table, member: Member) => void): void {
    this.#guarded(() => {
      const table = this.#tableOf(visit);
      const member = table?.room.door.member(visit.id);
      if (table !== undefined && member !== undefined) take(table, member);
    });
  }

  /** Undefined: the journal cannot take it now. */
  #begin(): Table | undefined {
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

  async #bringBack(unfinished: UnfinishedMatch): Promise<void> {
    const { game, journal, clock } = this.#parts;
    const { slot } = unfinished;
    journal.attempt([slot]);
    const reopened = reopenMatch(game, unfinished);
    const table = this.#table(reopened);
    const { room, hall, book } = table;
    const isUpgraded = book.isMixed || book.game !== game;
    table.isRebuilt = true;
    const comeback = new Comeback(room, reopened, journal.frames(slot, reopened.checkpoint?.snapshot.tick ?? 0), hall);
    await rebuild([comeback]);
    table.isRebuilt = false;
    const { problem, legacy } = comeback;
    const { ended, tick } = room.match;
    if (problem !== undefined) {
      if (!isUpgraded) this.#parts.found('a match comes back as it was', book.matchId, tick, problem);
      book.mishandled = 'voided';
      comeback.skip();
      for (const { id } of room.door.members) this.#voided.add(id);
      this.tables.delete(table.code);
      room.dispose();
      journal.end(slot, { kind: 'voided', reason: problem });
      return;
    }
    if (ended === undefined) reviewBooking(table, this.#parts.found);
    if (isUpgraded) book.isMixed = true;
    journal.recovered([slot]);
    const before = book.effectRuns.length;
    room.takeUp(legacy, clock.now());
    book.restarts.push({ tick, begun: book.effectRuns.slice(before).map(({ key }) => key) });
    table.heldUntilMs = clock.now() + HELD_MS;
    for (const { id, bot, connected } of room.match.players) {
      const isKnown = room.door.member(id) !== undefined && !legacy.unsure.has(id);
      if (!bot && connected && isKnown) table.awaited.add(id);
    }
    for (const { id, bot, tokens } of room.door.members) if (!bot && tokens.length > 0) this.#awaitReturn(table, id);
    this.#host.add(room);
    this.#closeIfEmpty(table);
  }

  #table(opened: OpenMatch): Table {
    const { simGame, fuse, clock, log, journal, effects, draw, bookOf, watch, ticked, found } = this.#parts;
    const { match } = opened;
    const code = match.start.matchId;
    const book = bookOf(match);
    const pass = (label: string): void => fuse.pass(label);
    const hall: Hall = new Hall({
      match,
      pass,
      patched: () => {
        reviewHold(table, clock.now(), found);
        ticked(table);
      },
      member: (id) => room.door.member(id),
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
    const table: Table = {
      code,
      room,
      hall,
      book,
      watcher,
      grace: new Map(),
      knocking: 0,
      awaited: new Set(),
      heldUntilMs: 0,
      isRebuilt: false,
    };
    this.tables.set(code, table);
    return table;
  }

  async #letIn(person: Person, table: Table, guest: Guest, token: string, arrival: Promise<void>): Promise<void> {
    table.knocking++;
    const isIn = await arrival.then(
      () => true,
      (error: unknown) => {
        if (error instanceof NotLetIn) return false;
        throw error;
      },
    );
    table.knocking--;
    this.#guarded(() => {
      this.#parts.fuse.pass('before a token');
      const { visit } = guest;
      const isHere = table.hall.guests.get(visit.id) === guest;
      if (isHere && isIn) {
        // The frames of a new connection count from nothing.
        table.room.door.member(visit.id)?.inputQueue?.restart();
        return person.line.down(1, () => person.entered(visit, token));
      }
      if (isHere) {
        table.hall.remove(visit.id);
        person.line.down(1, () => person.turnedAway(visit));
      }
      this.#closeIfEmpty(table);
    });
  }

  #drop(table: Table, id: string): void {
    table.hall.remove(id);
    table.room.door.drop(id);
    this.#awaitReturn(table, id);
  }

  /** The seat is kept for a while. */
  #awaitReturn(table: Table, id: string): void {
    const { clock, game } = this.#parts;
    const giveUp = clock.at(clock.now() + (game.reconnectGraceMs ?? DEFAULT_GRACE_MS), () =>
      this.#guarded(() => {
        table.grace.delete(id);
        const client = table.book.clients.get(id);
        if (client !== undefined) client.isGone = true;
        table.awaited.delete(id);
        table.room.noLongerAwaited(id);
        table.room.door.leave(id);
        this.#closeIfEmpty(table);
      }),
    );
    table.grace.set(id, giveUp);
  }

  /** A room that nobody is in, and nobody can come back to, goes: at once, or when its script has had the time to notice. */
  #closeIfEmpty(table: Table): void {
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

  #forget(table: Table): void {
    for (const giveUp of table.grace.values()) giveUp();
    table.grace.clear();
    this.#host.remove(table.room);
    this.tables.delete(table.code);
    this.#parts.over(table);
  }

  #tableOf(visit: Visit): Table | undefined {
    return this.tables.get(visit.matchId);
  }

  #newToken(id: string): string {
    return `${id}-${++this.#tokens}-${this.#parts.draw(2 ** 31)}`;
  }
}

function isEmpty({ room, hall, grace, knocking }: Table): boolean {
  return !room.over && hall.guests.size === 0 && grace.size === 0 && knocking === 0;
}
