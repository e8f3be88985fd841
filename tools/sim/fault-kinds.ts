/** The kinds of faults that the simulator injects. Each seed has some of them. */

export const FAULT_KINDS = {
  latency: 'messages are delayed, by up to half a second',
  jitter: 'each message is delayed by a different time',
  stall: 'a connection stalls for a while, then delivers everything at once',
  slow: 'connections transfer a few bytes a second',
  disconnect: 'connections drop, and the clients reconnect',
  storm: 'all connections drop at once, several times',
  late: 'players join late, or only spectate',
  leave: 'players leave at the worst moment',
  duplicate: 'clients send messages twice, and old ones again',
  hostile: 'clients send what no honest client sends',
  crash: 'the process crashes at any point of a tick, and is restarted',
  torn: 'the process crashes during a write, which is torn',
  disk: 'a write fails',
  full: 'the disk is full for a while',
  effect: 'effects fail, time out, or succeed with their result lost',
  jump: 'the host stalls, and its clock jumps',
  upgrade: 'the process is restarted with other code',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

export const FAULT_KIND_NAMES = Object.keys(FAULT_KINDS) as readonly FaultKind[];
