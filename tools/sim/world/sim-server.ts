/** One server process in simulated time: a real host with real rooms, without sockets. It can crash at each of its crash points. */
import { JoinRefused } from '../../../server/host/members/arrivals.ts';
import { Recovery } from '../../../server/host/recovery/recovery.ts';
import { Host } from '../../../server/host/host.ts';
import type { Draw } from '../../../server/host/room-bots.ts';
import { Member } from '../../../server/host/members/member.ts';
import { reopenMatch, type OpenedMatch } from '../../../server/host/opening.ts';
import { replayJournals } from '../../../server/host/recovery/replay-journals.ts';
import { resumeRoom } from '../../../server/host/recovery/resume-room.ts';
import { hashToken } from '../../../server/host/members/tokens.ts';
import { JournalProblem, type JournalStore, type UnfinishedMatch } from '../../../server/journal/store.ts';
import type { Log } from '../../../server/log.ts';
import { type GameStores, Match, newDecoder, type StartFrame } from '../../../shared/runtime/host.ts';
import type { Game, GameEffects } from '../../../shared/runtime/index.ts';
import { CLOSE, type Numbered } from '../../../shared/wire.ts';
import { returning } from './returning.ts';
import type { SimGame, Watcher } from '../games/sim-game.ts';
import { SimNetwork, type SimConnection } from './sim-network.ts';
import type { MatchLog } from './client-log.ts';
import type { SimPlayer } from './sim-player.ts';
import type { SimClock } from './sim-clock.ts';
import { Crash, type CrashPoints } from './crash-points.ts';
import { simMetrics } from './sim-metrics.ts';
import { SimRoom } from './sim-room.ts';
import { takeNumbered, takePlain } from './intake.ts';
import { checkMembership, checkRejoinHold, type ServerRoom } from './server-room.ts';
import type { ClientEndpoint, SimClient } from './sim-client.ts';

/** How long a seat is kept where a game says nothing, as on the real server. */
export const DEFAULT_GRACE_MS = 60_000;
/** The longest hold of a room's clock after a restart. */
const HELD_MS = 6_000;
/** The code that Colyseus closes with when there is no such seat. */
const NOT_FOUND = 4003;
const SEAT_KEPT = 'a player who was in gets the seat back';
const EXACT_VIEW = 'a client decodes exactly its view of the state';
const LINGER_MS = 500;
const UNWRITTEN = 'because its journal cannot be written';

export interface SimServerParts {
  readonly simGame: SimGame;
  /** The game's code in this process. */
  readonly game: Game;
  readonly crashPoints: CrashPoints;
  readonly clock: SimClock;
  readonly journal: JournalStore;
  readonly log: Log;
  readonly draw: Draw;
  readonly effects: GameEffects | undefined;
  readonly stores: GameStores;
  readonly start: () => StartFrame;
  readonly logOf: (match: Match) => MatchLog;
  readonly watch: (match: Match, log: MatchLog) => Watcher;
  /** The state of a tick is out. */
  readonly onTick: (room: ServerRoom) => void;
  /** The room is over. */
  readonly onRoomOver: (room: ServerRoom) => void;
  readonly violated: (invariant: string, match: string, tick: number, details: string) => void;
}

export class SimServer implements ClientEndpoint {
  readonly rooms = new Map<string, ServerRoom>();
  readonly #parts: SimServerParts;
  readonly #host: Host;
  /** Members of matches that could not be recovered. */
  readonly #voided = new Set<string>();
  #tokens = 0;

  constructor(parts: SimServerParts) {
    this.#parts = parts;
    const { clock, journal, log, crashPoints } = parts;
    const lost = (): void => crashPoints.crash(UNWRITTEN);
    this.#host = new Host({ clock, journal, log, metrics: simMetrics, lost });
  }

  /** Recovers the matches of its journal. Crashes if the journal cannot be read, as a real server refuses to start. */
  async open(): Promise<void> {
    const { crashPoints, journal } = this.#parts;
    try {
      for (const unfinished of journal.unfinished()) await this.#recover(unfinished);
    } catch (error) {
      if (error instanceof JournalProblem) crashPoints.crash('at the start, without a journal');
      else if (!(error instanceof Crash)) throw error;
    }
  }

  async crash(): Promise<void> {
    await this.#host.stop();
    for (const { live } of this.rooms.values()) live.dispose();
  }

  join(player: SimPlayer): void {
    this.#guarded(() => {
      const room = [...this.rooms.values()].findLast(({ live }) => !live.over) ?? this.#openRoom();
      if (room === undefined) return player.turnedAway(undefined);
      const { live, network, log } = room;
      const { name, spectates: spectator } = player.plan;
      const id = player.newClientId();
      const token = this.#newToken(id);
      const member = new Member({ id, name, spectator, bot: false }, live.match.game);
      member.tokens = [hashToken(token)];
      const client = player.openClient({
        id,
        spectator,
        matchId: log.matchId,
        log: log.client(id, spectator),
        decoder: newDecoder(live.match.state, () => network.handshake()),
      });
      void this.#admit(player, room, network.expect(client), token, live.members.join(member));
    });
  }

  reconnect(player: SimPlayer, client: SimClient): void {
    this.#guarded(() => {
      if (this.#voided.has(client.id)) return client.close(CLOSE.voided);
      const room = this.#roomOf(client);
      if (room === undefined) return client.close(NOT_FOUND);
      const { live, network, log, grace } = room;
      const member = live.members.get(client.id);
      const used = hashToken(client.token ?? '');
      if (member?.tokens.includes(used) !== true) {
        const isExpected = !client.log.isGone;
        if (isExpected) this.#parts.violated(SEAT_KEPT, log.matchId, live.match.tick, `${client.id} does not`);
        return client.close(NOT_FOUND);
      }
      room.awaitedReturns.delete(client.id);
      // The server may not have noticed yet that the old connection is gone.
      if (network.connections.has(client.id)) this.#drop(room, client.id);
      grace.get(client.id)?.();
      grace.delete(client.id);
      const token = this.#newToken(client.id);
      const connection = network.expect(client);
      const isOpen = (): boolean => network.connections.get(client.id) === connection;
      const back = returning(live.members, client.id, { used, given: hashToken(token), isOpen });
      void this.#admit(player, room, connection, token, back);
    });
  }

  /** The client has confirmed that it is connected. */
  confirm(client: SimClient): void {
    this.#guarded(() => {
      const room = this.#roomOf(client);
      const connection = room?.network.connections.get(client.id);
      if (room === undefined || connection === undefined || connection.client !== client || connection.isIn) return;
      room.network.attach(connection);
    });
  }

  /** The server notices that a connection has dropped. */
  dropped(client: SimClient, connection: SimConnection | undefined): void {
    this.#guarded(() => {
      const room = this.#roomOf(client);
      if (room !== undefined && connection !== undefined && room.network.connections.get(client.id) === connection)
        this.#drop(room, client.id);
    });
  }

  connectionOf(client: SimClient): SimConnection | undefined {
    return this.#roomOf(client)?.network.connections.get(client.id);
  }

  leave(client: SimClient): void {
    this.#guarded(() => {
      const room = this.#roomOf(client);
      if (room === undefined) return;
      room.network.remove(client.id);
      room.awaitedReturns.delete(client.id);
      room.live.members.leave(client.id);
      this.#closeIfEmpty(room);
    });
  }

  receive(client: SimClient, message: Numbered): void {
    this.#receive(client, (room, member) => takeNumbered(room, member, message));
  }

  /** A message without a number, which only foreign clients send. */
  receivePlain(client: SimClient, type: string, data: unknown): void {
    this.#receive(client, ({ live }, member) => takePlain(live, member, type, data));
  }

  input(client: SimClient, numbers: readonly number[], seenAtMs: number | undefined): void {
    this.#receive(client, ({ live }, member) => live.inputs?.pushFrame(member, [...numbers], seenAtMs));
  }

  /** Runs what a client caused: only a crash point may end the process. */
  #guarded(fn: () => void): void {
    if (this.#parts.crashPoints.crashed) return;
    try {
      fn();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }

  #receive(client: SimClient, take: (room: ServerRoom, member: Member) => void): void {
    this.#guarded(() => {
      const room = this.#roomOf(client);
      const member = room?.live.members.get(client.id);
      if (room !== undefined && member !== undefined) take(room, member);
    });
  }

  /** Undefined: the journal cannot be written now. */
  #openRoom(): ServerRoom | undefined {
    const { game, journal, start } = this.#parts;
    const frame = start();
    const match = new Match(game, frame, { trace: true });
    try {
      const slot = journal.open({ start: frame, room: frame.matchId.slice(0, 5), private: false, reflection: '' });
      const room = this.#newRoom({ slot, match, recoveries: 0, private: false });
      this.#host.add(room.live);
      return room;
    } catch (error) {
      if (!(error instanceof JournalProblem)) throw error;
      return undefined;
    }
  }

  async #recover(unfinished: UnfinishedMatch): Promise<void> {
    const { game, journal, clock, crashPoints } = this.#parts;
    const { slot } = unfinished;
    journal.attempt([slot]);
    const reopened = reopenMatch(game, unfinished);
    const room = this.#newRoom(reopened);
    const { live, network, log } = room;
    const isUpgraded = log.codeChanged || log.game !== game;
    room.isReplaying = true;
    const recovery = new Recovery(
      live,
      reopened,
      journal.frames(slot, reopened.checkpoint?.snapshot.tick ?? 0),
      network,
    );
    await replayJournals([recovery]);
    crashPoints.check();
    room.isReplaying = false;
    const { problem, state } = recovery;
    const { ended, tick } = live.match;
    for (const id of state.dismissed) log.markGone(id);
    if (problem !== undefined) {
      if (!isUpgraded) this.#parts.violated('a match is recovered as it was', log.matchId, tick, problem);
      log.forcedEnd = 'voided';
      recovery.skipRest();
      for (const { id } of live.members.all) this.#voided.add(id);
      this.rooms.delete(room.code);
      live.dispose();
      journal.end(slot, { kind: 'voided', reason: problem });
      return;
    }
    if (ended === undefined) checkMembership(room, this.#parts.violated);
    if (isUpgraded) log.codeChanged = true;
    journal.recovered([slot]);
    const before = log.startedEffects.length;
    resumeRoom(live, state, clock.now());
    crashPoints.check();
    log.restarts.push({ tick, startedEffects: log.startedEffects.slice(before).map(({ key }) => key) });
    room.heldUntilMs = clock.now() + HELD_MS;
    for (const { id, bot, connected } of live.match.players) {
      const isKnown = live.members.get(id) !== undefined && !state.unconfirmed.has(id);
      if (!bot && connected && isKnown) room.awaitedReturns.add(id);
    }
    for (const { id, bot, tokens } of live.members.all) if (!bot && tokens.length > 0) this.#awaitReturn(room, id);
    this.#host.add(live);
    this.#closeIfEmpty(room);
  }

  #newRoom(opened: OpenedMatch): ServerRoom {
    const { simGame, crashPoints, clock, log, journal, effects, stores, draw, violated, ...parts } = this.#parts;
    const { match } = opened;
    const code = match.start.matchId;
    const matchLog = parts.logOf(match);
    const pass = (label: string): void => crashPoints.pass(label);
    const network: SimNetwork = new SimNetwork({
      match,
      pass,
      patched: () => {
        checkRejoinHold(room, clock.now(), violated);
        parts.onTick(room);
      },
      member: (id) => live.members.get(id),
      delayed: () => live.delayed,
      hungUp: (id) => {
        matchLog.markGone(id);
        this.#closeIfEmpty(room);
      },
      closed: () => this.#forget(room),
      mismatched: ({ message, tick }) => violated(EXACT_VIEW, matchLog.matchId, tick, message),
    });
    const live: SimRoom = new SimRoom(
      {
        id: code,
        opened,
        bot: simGame.bot,
        draw,
        effects,
        stores,
        audience: network,
        journal,
        log,
        metrics: simMetrics,
      },
      pass,
    );
    const room: ServerRoom = {
      code,
      live,
      network,
      log: matchLog,
      watcher: parts.watch(match, matchLog),
      grace: new Map(),
      joining: 0,
      awaitedReturns: new Set(),
      heldUntilMs: 0,
      isReplaying: false,
    };
    this.rooms.set(code, room);
    return room;
  }

  async #admit(
    player: SimPlayer,
    room: ServerRoom,
    connection: SimConnection,
    token: string,
    arrival: Promise<void>,
  ): Promise<void> {
    room.joining++;
    const isIn = await arrival.then(
      () => true,
      (error: unknown) => {
        if (error instanceof JoinRefused) return false;
        throw error;
      },
    );
    room.joining--;
    this.#guarded(() => {
      const { client } = connection;
      this.#parts.crashPoints.pass(`before the token for ${client.id}`);
      const isHere = room.network.connections.get(client.id) === connection;
      if (isHere && isIn) {
        // A new connection counts its frames from 0.
        room.live.members.get(client.id)?.inputQueue?.restart();
        return player.line.toClient(1, () => player.admitted(client, token));
      }
      if (isHere) {
        room.network.remove(client.id);
        player.line.toClient(1, () => player.turnedAway(client));
      }
      this.#closeIfEmpty(room);
    });
  }

  #drop(room: ServerRoom, id: string): void {
    room.network.remove(id);
    room.live.members.drop(id);
    this.#awaitReturn(room, id);
  }

  /** Keeps the seat for the grace period. */
  #awaitReturn(room: ServerRoom, id: string): void {
    const { clock, game } = this.#parts;
    const giveUp = clock.at(clock.now() + (game.reconnectGraceMs ?? DEFAULT_GRACE_MS), () =>
      this.#guarded(() => {
        room.grace.delete(id);
        room.log.markGone(id);
        room.awaitedReturns.delete(id);
        room.live.stopAwaiting(id);
        room.live.members.leave(id);
        this.#closeIfEmpty(room);
      }),
    );
    room.grace.set(id, giveUp);
  }

  /** Closes a room that nobody is in or can return to: at once, or after its script had time to notice. */
  #closeIfEmpty(room: ServerRoom): void {
    const { clock, draw } = this.#parts;
    if (!isEmpty(room)) return;
    clock.at(clock.now() + draw(2) * LINGER_MS, () =>
      this.#guarded(() => {
        if (!isEmpty(room)) return;
        room.live.abandon();
        this.#forget(room);
      }),
    );
  }

  #forget(room: ServerRoom): void {
    for (const giveUp of room.grace.values()) giveUp();
    room.grace.clear();
    this.#host.remove(room.live);
    this.rooms.delete(room.code);
    this.#parts.onRoomOver(room);
  }

  #roomOf(client: SimClient): ServerRoom | undefined {
    return this.rooms.get(client.matchId);
  }

  #newToken(id: string): string {
    return `${id}-${++this.#tokens}-${this.#parts.draw(2 ** 31)}`;
  }
}

function isEmpty({ live: room, network, grace, joining: knocking }: ServerRoom): boolean {
  return !room.over && network.connections.size === 0 && grace.size === 0 && knocking === 0;
}
