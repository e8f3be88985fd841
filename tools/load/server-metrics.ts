/** A server's figures from `/metrics`, added up over its restarts. */
import { asOperator } from '../../test/support/operator.ts';

/** At one moment. */
export interface ServerSnapshot {
  readonly rooms: number;
  readonly people: number;
  readonly tasks: number;
  /** Connections, with the one that reads the metrics. */
  readonly sockets: number;
  readonly memoryMb: number;
  /** Of objects alone. */
  readonly heapMb: number;
}

/** Over all processes. */
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

/** V8's spaces for objects. Those for code grow while functions are called for the first times. */
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
  /** Undefined before the first reading. */
  now: ServerSnapshot | undefined;
  /** The most memory that was seen. */
  peakMb = 0;
  readonly #url: string;
  readonly #request: RequestInit;
  /** Of the processes that have ended, at their last reading. */
  #before = new Map<string, number>();
  #current = new Map<string, number>();

  /** @param operatorPassword undefined: without one */
  constructor(url: string, operatorPassword?: string) {
    this.#request = operatorPassword === undefined ? {} : asOperator(operatorPassword);
    this.#url = url.replace(/^ws/, 'http').replace(/\/+$/, '');
  }

  /** Reads the metrics. A server that does not answer changes nothing. */
  async read(): Promise<void> {
    const metrics = await this.#fetch();
    if (metrics === undefined) return;
    this.#current = metrics;
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

  /** The server was killed: the next process counts from 0. */
  died(): void {
    for (const name of Object.values(TOTALS)) this.#before.set(name, this.#totalOf(name));
    this.#current = new Map();
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
    return (this.#before.get(name) ?? 0) + (this.#current.get(name) ?? 0);
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

/** The values of Prometheus's text format, by name and labels. */
export function readMetrics(text: string): Map<string, number> {
  const metrics = new Map<string, number>();
  for (const line of text.split('\n')) {
    const space = line.lastIndexOf(' ');
    if (!line.startsWith('#') && space > 0) metrics.set(line.slice(0, space), Number(line.slice(space + 1)));
  }
  return metrics;
}
