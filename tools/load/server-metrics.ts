/** What a server tells of itself at `/metrics`, over all its lives. */

import { asOperator } from '../../test/support/operator.ts';

/** As it is now. */
export interface ServerSnapshot {
  readonly rooms: number;
  readonly people: number;
  readonly tasks: number;
  /** Connections, ours for asking among them. */
  readonly sockets: number;
  readonly memoryMb: number;
  /** Of objects alone. */
  readonly heapMb: number;
}

/** What has come together over all lives. */
export interface ServerTotals {
  readonly cpuSeconds: number;
  readonly lateTicks: number;
  readonly lostSeconds: number;
  readonly droppedInputs: number;
  readonly failedRooms: number;
  readonly strayErrors: number;
}

const NOW = {
  rooms: 'greenroom_rooms',
  people: 'greenroom_players{kind="human"}',
  tasks: 'greenroom_live_tasks',
  sockets: 'nodejs_active_resources{type="TCPSocketWrap"}',
  memoryMb: 'process_resident_memory_bytes',
} as const satisfies Record<Exclude<keyof ServerSnapshot, 'heapMb'>, string>;

/** Where the engine keeps objects, beside code: that grows as long as something is called for the first times. */
const OBJECTS = ['new', 'new_large_object', 'old', 'large_object'].map(
  (space) => `nodejs_heap_space_size_used_bytes{space="${space}"}`,
);

const TOTALS = {
  cpuSeconds: 'process_cpu_seconds_total',
  lateTicks: 'greenroom_late_ticks_total',
  lostSeconds: 'greenroom_lost_seconds_total',
  droppedInputs: 'greenroom_dropped_inputs_total',
  failedRooms: 'greenroom_rooms_failed_total',
  strayErrors: 'greenroom_stray_errors_total',
} as const satisfies Record<keyof ServerTotals, string>;

const MB = 1_000_000;
const ANSWER_WITHIN_MS = 10_000;

export class ServerMetrics {
  /** Undefined while it has told nothing. */
  now: ServerSnapshot | undefined;
  /** The most memory that was seen. */
  peakMb = 0;
  readonly #url: string;
  readonly #request: RequestInit;
  /** Of the lives that have ended, as far as they were seen. */
  #before = new Map<string, number>();
  #life = new Map<string, number>();

  /** @param operatorPassword undefined: as anybody */
  constructor(url: string, operatorPassword?: string) {
    this.#request = operatorPassword === undefined ? {} : asOperator(operatorPassword);
    this.#url = url.replace(/^ws/, 'http').replace(/\/+$/, '');
  }

  /** Reads it once. A server that does not answer, or tells nobody, changes nothing. */
  async read(): Promise<void> {
    const metrics = await this.#fetch();
    if (metrics === undefined) return;
    this.#life = metrics;
    const valueOf = (name: string): number => metrics.get(name) ?? 0;
    this.now = {
      rooms: valueOf(NOW.rooms),
      people: valueOf(NOW.people),
      tasks: valueOf(NOW.tasks),
      sockets: valueOf(NOW.sockets),
      memoryMb: valueOf(NOW.memoryMb) / MB,
      heapMb: OBJECTS.reduce((sum, space) => sum + valueOf(space), 0) / MB,
    };
    this.peakMb = Math.max(this.peakMb, this.now.memoryMb);
  }

  /** The server has been killed: the next one counts from nothing. */
  died(): void {
    for (const name of Object.values(TOTALS)) this.#before.set(name, this.#totalOf(name));
    this.#life = new Map();
  }

  get totals(): ServerTotals {
    return {
      cpuSeconds: this.#totalOf(TOTALS.cpuSeconds),
      lateTicks: this.#totalOf(TOTALS.lateTicks),
      lostSeconds: this.#totalOf(TOTALS.lostSeconds),
      droppedInputs: this.#totalOf(TOTALS.droppedInputs),
      failedRooms: this.#totalOf(TOTALS.failedRooms),
      strayErrors: this.#totalOf(TOTALS.strayErrors),
    };
  }

  #totalOf(name: string): number {
    return (this.#before.get(name) ?? 0) + (this.#life.get(name) ?? 0);
  }

  async #fetch(): Promise<Map<string, number> | undefined> {
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const response = await fetch(`${this.#url}/metrics`, { ...this.#request, signal });
      const metrics = readMetrics(await response.text());
      return response.ok && metrics.has(NOW.rooms) ? metrics : undefined;
    } catch {
      return undefined;
    }
  }
}

/** The values by name and labels, as Prometheus's text has them. */
export function readMetrics(text: string): Map<string, number> {
  const metrics = new Map<string, number>();
  for (const line of text.split('\n')) {
    const space = line.lastIndexOf(' ');
    if (!line.startsWith('#') && space > 0) metrics.set(line.slice(0, space), Number(line.slice(space + 1)));
  }
  return metrics;
}
