/** What may go wrong in a simulated match: each class of faults is switched on by some seeds, and off by others. */

export const FAULT_KINDS = {
  latency: 'every message takes its time, up to half a second',
  jitter: 'every message takes another time',
  stall: 'lines stand still for a while, and then everything comes at once',
  slow: 'lines let through a few bytes a second',
  disconnect: 'connections break, and come back',
  storm: 'all connections break at once, again and again',
  late: 'people come late, or only watch',
  leave: 'people leave when it hurts most',
  duplicate: 'messages are sent twice, and old ones again',
  hostile: 'clients send what no honest client sends',
  crash: 'the process dies at any step of a tick, and comes back',
  torn: 'the process dies within a write, which is torn',
  disk: 'a write fails',
  full: 'the disk is full for a while',
  effect: 'effects fail, hang, or succeed with their result lost',
  jump: 'the host stands still, and its clock jumps',
  upgrade: 'the process comes back with other code',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

export const FAULT_KIND_NAMES = Object.keys(FAULT_KINDS) as readonly FaultKind[];
