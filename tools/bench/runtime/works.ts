/** What every side of the runtime benchmark does: 64 tasks, each doing the same thing over and over. */

/** `spawn`: start a task and await its end. `cancel`: start one, let it wait, cancel it, await its end. `timer`: wake from the shortest sleep. */
export interface RuntimeOrder {
  work: 'switch' | 'spawn' | 'cancel' | 'timer';
  /** How often each task does it. */
  laps: number;
  /** How many rooms are stepped together; 1 unless given. */
  rooms?: number;
  /** In each room. */
  tasks?: number;
}

export interface RuntimeSample {
  /** Of the whole process, garbage collection included. */
  cpuNs: number;
  ops: number;
}

export const TASKS = 64;
