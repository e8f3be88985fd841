/** The timeline of a match: one line for each thing that entered it. */
import type { Entry, Recording } from '../../shared/runtime/host.ts';

/** Entries with a line of their own. */
type Told = Exclude<Entry, { kind: 'input' }>;

/** Something that entered the match, and who it came from. */
export interface TimelineEvent {
  readonly tick: number;
  /** Match time. */
  readonly ms: number;
  /** The name of a player or a spectator. */
  readonly name: string | undefined;
  readonly entry: Told;
}

/** A player or bot that asked for a seat. */
export interface Participant {
  readonly player: string;
  readonly name: string;
  readonly bot: boolean;
}

export interface TimelineReport {
  readonly participants: readonly Participant[];
  /** Without input frames. */
  readonly events: readonly TimelineEvent[];
  /** How many input frames there were. */
  readonly inputs: number;
}

/** Longer data of a message are cut off in text. */
const DATA_LENGTH = 100;

export function timelineOf({ start, frames }: Recording): TimelineReport {
  const participants = new Map<string, Participant>();
  const names = new Map<string, string>();
  const events: TimelineEvent[] = [];
  let inputs = 0;
  for (const { tick, entries } of frames) {
    for (const entry of entries) {
      if (entry.kind === 'join')
        participants.set(entry.player, { player: entry.player, name: entry.name, bot: entry.bot });
      if (entry.kind === 'join' || entry.kind === 'spectate') names.set(entry.player, entry.name);
      if (entry.kind === 'input') inputs++;
      else events.push({ tick, ms: (tick * 1_000) / start.tickRate, name: nameIn(names, entry), entry });
    }
  }
  return { participants: [...participants.values()], events, inputs };
}

function nameIn(names: ReadonlyMap<string, string>, entry: Told): string | undefined {
  return entry.kind === 'effect' ? undefined : (names.get(entry.player) ?? entry.player);
}

/** `7:03.4  Ann: bid {"count":3,"face":4}` */
export function lineOf({ ms, name = 'Somebody', entry }: TimelineEvent): string {
  return `${matchTime(ms).padStart(9)}  ${sentenceOf(name, entry)}`;
}

function sentenceOf(name: string, entry: Told): string {
  switch (entry.kind) {
    case 'join':
      return `${name} joins${entry.bot ? ' (bot)' : ''}${entry.options === undefined ? '' : ` ${dataText(entry.options)}`}`;
    case 'spectate':
      return `${name} watches`;
    case 'drop':
      return `${name} loses the connection`;
    case 'return':
      return `${name} is back`;
    case 'leave':
      return `${name} leaves`;
    case 'message':
      return `${name}: ${entry.type} ${dataText(entry.data)}`;
    case 'answer':
      return `${name} answers question ${entry.question}: ${dataText(entry.answer)}`;
    case 'effect':
      return entry.error === undefined
        ? `effect ${entry.effect} gives ${dataText(entry.result)}`
        : `effect ${entry.effect} fails: ${entry.error.name}: ${entry.error.message}`;
  }
}

function dataText(data: unknown): string {
  const text = JSON.stringify(data) ?? '';
  return text.length <= DATA_LENGTH ? text : `${text.slice(0, DATA_LENGTH)}… (${text.length} characters)`;
}

/** `83_450` → `1:23.4` */
export function matchTime(ms: number): string {
  const tenths = Math.floor(ms / 100 + 1e-6);
  const seconds = String(Math.floor(tenths / 10) % 60).padStart(2, '0');
  return `${Math.floor(tenths / 600)}:${seconds}.${tenths % 10}`;
}
