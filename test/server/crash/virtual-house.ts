/** One process of a server in virtual time, with a real host and real rooms, without a network: until its fuse burns. */
import { JoinRefused } from '../../../server/host/members/arrivals.ts';
import { Recovery } from '../../../server/host/recovery/recovery.ts';
import { Host } from '../../../server/host/host.ts';
import type { EffectHandlers } from '../../../server/host/effect-runs.ts';
import { Member } from '../../../server/host/members/member.ts';
import { reopenMatch, type OpenedMatch } from '../../../server/host/opening.ts';
import { replayJournals } from '../../../server/host/recovery/replay-journals.ts';
import { resumeRoom } from '../../../server/host/recovery/resume-room.ts';
import { hashToken } from '../../../server/host/members/tokens.ts';
import type { UnfinishedMatch } from '../../../server/journal/store.ts';
import { createLog } from '../../../server/log.ts';
import { Metrics } from '../../../server/metrics.ts';
import { Match } from '../../../shared/runtime/host.ts';
import { WIRE, type Numbered, type NumberedReply, type Reply } from '../../../shared/wire.ts';
import { MemoryStore } from '../journal/memory-store.ts';
import { returning } from '../returning.ts';
import { ManualClock } from '../../support/hand-clock.ts';
import { DoomedStore } from './doomed-store.ts';
import { kitchenSinkBot, kitchenSinkWith } from '../../sim/games/kitchen-sink/game.ts';
import { Crash, type Fuse } from './fuse.ts';
import { Hall } from './hall.ts';
import type { HouseDoor, VirtualClient } from './virtual-client.ts';
import { WatchedRoom } from './watched-room.ts';
import type { World } from './world.ts';

const CODE = 'ABCDE';
const TICK_MS = 50;
const log = createLog('silent');
const metrics = new Metrics(() => ({ rooms: 0, humans: 0, bots: 0, watchers: 0, liveTasks: 0 }));

interface Running {
  ticksLeft: number;
  readonly arrive: () => void;
}

export class VirtualHouse implements HouseDoor {
  readonly #world: World;
  readonly #fuse: Fuse;
  readonly #clock = new ManualClock();
  readonly #store: DoomedStore;
  readonly #host: Host;
  readonly #game = kitchenSinkWith(() => this.#pass('in the step'));
  readonly #running: Running[] = [];
  /** Until when those who are away may come back. */
  readonly #grace = new Map<string, number>();
  #match: Match | undefined;
  #room: WatchedRoom | undefined;
  #hall: Hall | undefined;

  constructor(world: World, fuse: Fuse) {
    this.#world = world;
    this.#fuse = fuse;
    this.#store = new DoomedStore({
      store: new MemoryStore(world.disk),
      pass: (label) => this.#pass(label),
      // Not everything arrives between the ticks.
      underWay: () => world.clients.find(({ name }) => name === 'bob')?.act(this),
      lies: world.sabotage === 'lets out before the journal has it',
    });
    this.#host = new Host({ clock: this.#clock, journal: this.#store, log, metrics });
  }

  /** Begins the match, or brings it back. */
  async open(): Promise<void> {
    try {
      if (this.#world.disk.matches.size === 0) this.#begin();
      else for (const unfinished of this.#store.unfinished()) await this.#bringBack(unfinished);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }

  /** Lets a tick's time pass. */
  async tick(): Promise<void> {
    this.#closeOverdue();
    this.#runEffects();
    await this.#clock.pass(TICK_MS);
  }

  /** The process is gone: no connection has survived it. */
  async die(): Promise<void> {
    await this.#host.stop();
    this.#room?.dispose();
    for (const client of this.#world.clients) {
      if (!client.over) client.hangUp(client.name === 'bob' ? this.#world.bobAwaySteps : 0);
    }
  }

  join(client: VirtualClient, id: string): void {
    const { name, spectator } = client;
    if (this.#room === undefined) return client.close();
    const member = new Member({ id, name, spectator, bot: false }, this.#room.tickRate);
    const token = this.#newToken(id);
    member.tokens = [hashToken(token)];
    this.#hall?.expect(client);
    void this.#attach(client, token, this.#room.members.join(member));
  }

  comeBack(client: VirtualClient, token: string): void {
    const room = this.#room;
    if (room === undefined) return client.close();
    const used = hashToken(token);
    const member = [...room.members.all].find(({ tokens }) => tokens.includes(used));
    if (member === undefined) {
      this.#world.strangers.push(client.id);
      return client.close();
    }
    this.#grace.delete(member.id);
    this.#hall?.expect(client);
    const next = this.#newToken(member.id);
    void this.#attach(
      client,
      next,
      returning(room.members, member.id, { used, given: hashToken(next), isOpen: () => client.line === 'arriving' }),
    );
  }

  drop(client: VirtualClient): void {
    this.#hall?.remove(client);
    this.#room?.members.drop(client.id);
    this.#allowReturn(client.id);
  }

  receive(client: VirtualClient, [number, acked, type, data]: Numbered): void {
    const member = this.#room?.members.get(client.id);
    if (this.#room === undefined || member === undefined) return;
    const { sabotage } = this.#world;
    const { intake } = this.#room;
    const reply = (what: Reply): void =>
      this.#hall?.send(client.id, WIRE.reply, [number, what] satisfies NumberedReply);
    try {
      const isNew = member.delivery.arrived(number, acked, reply);
      if (!isNew && sabotage !== 'takes what arrives twice for two') return;
      if (sabotage === 'acknowledges before the journal has it' && type === 'gift') reply({ ok: true });
      if (type === WIRE.answer) intake.receiveAnswer(member, data, { kind: 'numbered', number });
      else intake.receiveMessage(member, type, data, { kind: 'numbered', number });
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }

  input(client: VirtualClient, step: number): void {
    this.#room?.step(client.id, step);
  }

  #begin(): void {
    const start = {
      format: 1,
      game: this.#game.name,
      matchId: CODE,
      seed: '7',
      options: undefined,
      tickRate: this.#game.tickRate,
      code: '',
    } as const;
    const match = new Match(this.#game, start, { trace: true });
    const slot = this.#store.open({ start, room: CODE, private: false, reflection: '' });
    this.#host.add(this.#openRoom({ slot, match, recoveries: 0, private: false }).room);
  }

  async #bringBack(unfinished: UnfinishedMatch): Promise<void> {
    const { slot, record } = unfinished;
    const { sabotage } = this.#world;
    const start = { ...record.start, seed: record.start.seed + (sabotage === 'comes back with other dice' ? '1' : '') };
    this.#store.attempt([slot]);
    const reopened = reopenMatch(this.#game, { ...unfinished, record: { ...record, start } });
    const { room, hall } = this.#openRoom(reopened);
    const frames = this.#store.frames(slot, reopened.checkpoint?.snapshot.tick ?? 0);
    const comeback = new Recovery(room, reopened, frames, hall);
    await replayJournals([comeback]);
    const { problem, state: legacy } = comeback;
    const { ended, players, spectators } = room.match;
    const inMatch = new Set([...players.map(({ id }) => id), ...spectators]);
    for (const { id, admitted: entered } of room.members.all) {
      if (entered && !inMatch.delete(id)) this.#world.misbooked.push(id);
    }
    this.#world.misbooked.push(...inMatch);
    if (problem !== undefined || ended !== undefined) {
      const kind = problem === undefined ? (ended?.kind ?? 'failed') : 'voided';
      this.#store.end(slot, problem === undefined ? { kind } : { kind, reason: problem }, legacy.trace);
      room.dispose();
      this.#room = undefined;
      return;
    }
    this.#store.recovered([slot]);
    const effects = sabotage === 'forgets effects that were under way' ? [] : legacy.effects;
    const other = sabotage === 'runs effects again under other keys';
    resumeRoom(
      room,
      { ...legacy, effects: other ? effects.map((effect) => ({ ...effect, key: `${effect.key}'` })) : effects },
      this.#clock.now(),
    );
    for (const { id, bot, tokens } of room.members.all) if (!bot && tokens.length > 0) this.#allowReturn(id);
    this.#host.add(room);
  }

  #openRoom(opened: OpenedMatch): { readonly room: WatchedRoom; readonly hall: Hall } {
    const pass = (label: string) => this.#pass(label);
    const eyes = this.#world.sabotage === 'shows everybody what the first player sees' ? 'ann.1' : undefined;
    const hall = new Hall({
      match: opened.match,
      releases: this.#world.releases,
      pass,
      eyes,
      closed: () => this.#close(),
    });
    this.#hall = hall;
    const room = new WatchedRoom(
      {
        id: CODE,
        opened,
        bot: kitchenSinkBot,
        effects: this.#effects(),
        audience: hall,
        journal: this.#store,
        log,
        metrics,
      },
      this.#world.inputs,
      pass,
    );
    this.#match = opened.match;
    this.#room = room;
    return { room, hall };
  }

  #close(): void {
    if (this.#room !== undefined) this.#host.remove(this.#room);
    this.#room = undefined;
  }

  async #attach(client: VirtualClient, token: string, arrival: Promise<void>): Promise<void> {
    try {
      await arrival;
      this.#pass(`before the token for ${client.name}`);
      client.token = token;
      this.#hall?.attach(client);
    } catch (error) {
      if (this.#fuse.burnt) return;
      if (!(error instanceof JoinRefused)) throw error;
      client.close();
    }
  }

  #effects(): EffectHandlers {
    const { effectRuns } = this.#world;
    const after =
      (name: string, ticks: number) =>
      async (args: unknown, { key }: { readonly key: string }): Promise<string> => {
        this.#pass('before an effect runs');
        effectRuns.push({ key, tick: this.#match?.tick ?? 0 });
        const attempt = effectRuns.filter((run) => run.key === key).length;
        await new Promise<void>((arrive) => this.#running.push({ ticksLeft: ticks, arrive }));
        this.#pass('after an effect has run');
        return `${name} of ${JSON.stringify(args)} under ${key} at attempt ${attempt}`;
      };
    return { errand: after('errand', 3), journey: after('journey', 20) };
  }

  #runEffects(): void {
    for (const running of this.#running) if (--running.ticksLeft === 0) running.arrive();
  }

  #allowReturn(id: string): void {
    this.#grace.set(id, this.#clock.now() + (this.#game.reconnectGraceMs ?? 0));
  }

  #closeOverdue(): void {
    for (const [id, until] of this.#grace) {
      if (this.#clock.now() < until) continue;
      this.#grace.delete(id);
      this.#room?.stopAwaiting(id);
      this.#room?.members.leave(id);
    }
  }

  #newToken(id: string): string {
    return `${id}-${++this.#world.tokens}`;
  }

  #pass(label: string): void {
    this.#fuse.pass(label, this.#match?.tick ?? 0);
  }
}
