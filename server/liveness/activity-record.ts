/**
 * Records what the process is doing in a small file of the data folder, with one call that only reaches memory of the system. That outlives the process,
 * so the next one knows in whose code it ended.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PRIVATE_FILE } from '../journal/private-files.ts';
import type { Slot } from '../journal/store.ts';

/** A match whose code runs. */
export interface RunningMatch {
  readonly slot: Slot;
  /** The tick that it makes. */
  readonly tick: number;
  readonly room: string;
  readonly game: string;
}

/** What the process does now. `stopped`: it has ended in order. */
export interface Activity {
  readonly at: 'idle' | 'stopped' | 'tick' | 'recovery' | 'effect';
  readonly by?: readonly RunningMatch[];
  /** The part of the match, where that is known: `script`, `bot NAME` or `effect NAME`. */
  readonly part?: string;
}

/** An effect whose handler has not ended, or the part of a match that ended the process itself. */
export interface CodePart {
  readonly slot: Slot;
  readonly part: string;
}

/** How a process ended, where it could record that. */
export interface ProcessEnd {
  /** `exit`: a part of a match called for it. `hang`: its thread was blocked. */
  readonly by: 'exit' | 'hang';
  readonly part?: CodePart;
}

/** A match that is suspected of having ended a process. */
export interface Suspect {
  readonly slot: Slot;
  readonly part?: string;
  /** The tick in which a process ended. */
  readonly tick?: number;
  /** It was recovered in the process that wrote this. */
  readonly back?: boolean;
}

/** The record of a process that has ended. */
export interface LastRun {
  readonly doing: Activity;
  readonly effects: readonly CodePart[];
  readonly ending: ProcessEnd | undefined;
  readonly suspects: readonly Suspect[];
}

const ENDING_AT = 64 * 1024;
const EFFECTS_AT = 68 * 1024;
const EFFECT_BYTES = 128;
/** Further effects are not recorded. */
const MAX_EFFECTS = 1024;
const SUSPECTS_AT = EFFECTS_AT + MAX_EFFECTS * EFFECT_BYTES;
/** Further matches of one batch are not recorded. */
const MAX_RUNNERS = 400;

const IDLE: Activity = { at: 'idle' };
const IDLE_LINE = lineOf(IDLE);

export function activityFile(folder: string): string {
  return join(folder, 'greenroom.running');
}

/** Writes the record of this process. What cannot be written is left out, and rooms go on. */
export class ActivityRecord {
  readonly #file: number;
  readonly #free: number[] = [];
  readonly #effects = new AsyncLocalStorage<CodePart>();
  #nextEffect = 0;
  #line = '';
  #failed = false;

  /** Replaces the last record. The folder is to be locked. @throws the system's error */
  constructor(folder: string, suspects: readonly Suspect[]) {
    this.#file = openSync(activityFile(folder), 'w', PRIVATE_FILE);
    // Reserves the space, so that later writes need none.
    writeSync(this.#file, ' '.repeat(SUSPECTS_AT), 0);
    this.recordSuspects(suspects);
    this.idle();
  }

  /** From here on this runs, until the next call. */
  enter(doing: Activity): void {
    const { by } = doing;
    this.#put(lineOf(by !== undefined && by.length > MAX_RUNNERS ? { ...doing, by: by.slice(0, MAX_RUNNERS) } : doing));
  }

  idle(): void {
    this.#put(IDLE_LINE);
  }

  /** Runs an effect's handler: it is in the record until its promise settles. */
  effect<T>(runner: RunningMatch, name: string, handler: () => Promise<T>): Promise<T> {
    const part: CodePart = { slot: runner.slot, part: `effect ${name}` };
    const place = this.#free.pop() ?? (this.#nextEffect < MAX_EFFECTS ? this.#nextEffect++ : undefined);
    if (place !== undefined) this.#write(lineOf(part).slice(0, EFFECT_BYTES), EFFECTS_AT + place * EFFECT_BYTES);
    const outer = this.#line;
    this.enter({ at: 'effect', by: [runner], part: part.part });
    try {
      return this.#effects
        .run(part, async () => handler())
        .finally(() => {
          if (place === undefined) return;
          this.#write('\n', EFFECTS_AT + place * EFFECT_BYTES);
          this.#free.push(place);
        });
    } finally {
      this.#put(outer);
    }
  }

  /** The effect whose handler calls this, or has started what calls this. */
  get callingEffect(): CodePart | undefined {
    return this.#effects.getStore();
  }

  recordEnd(ending: ProcessEnd): void {
    this.#write(lineOf(ending), ENDING_AT);
  }

  recordSuspects(suspects: readonly Suspect[]): void {
    this.#write(lineOf(suspects), SUSPECTS_AT);
  }

  /** The process ends in order. */
  close(): void {
    this.enter({ at: 'stopped' });
    this.#failed = true;
    closeSync(this.#file);
  }

  #put(line: string): void {
    this.#line = line;
    this.#write(line, 0);
  }

  #write(text: string, at: number): void {
    if (this.#failed) return;
    try {
      writeSync(this.#file, text, at);
    } catch {
      // The disk fails, which the journal handles.
      this.#failed = true;
    }
  }
}

/** Records the end of the process from another thread. */
export function writeEnding(file: number, ending: ProcessEnd): void {
  writeSync(file, lineOf(ending), ENDING_AT);
}

/** The record of the last process in this folder; undefined: there is none that can be read. */
export function readActivity(folder: string): LastRun | undefined {
  try {
    const bytes = readFileSync(activityFile(folder));
    const effects: CodePart[] = [];
    for (let at = EFFECTS_AT; at < SUSPECTS_AT; at += EFFECT_BYTES) {
      const part = parse(bytes, at, at + EFFECT_BYTES) as CodePart | undefined;
      if (part !== undefined) effects.push(part);
    }
    return {
      doing: (parse(bytes, 0, ENDING_AT) as Activity | undefined) ?? IDLE,
      effects,
      ending: parse(bytes, ENDING_AT, EFFECTS_AT) as ProcessEnd | undefined,
      suspects: (parse(bytes, SUSPECTS_AT, bytes.length) as Suspect[] | undefined) ?? [],
    };
  } catch {
    return undefined;
  }
}

function lineOf(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** The line that begins at `from`; rests of longer lines come after it. */
function parse(bytes: Buffer, from: number, to: number): unknown {
  const [line = ''] = bytes.subarray(from, to).toString().split('\n', 1);
  return line.trim() === '' ? undefined : JSON.parse(line);
}
