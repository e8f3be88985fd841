/** Why a client's request was refused. A refusal changes nothing. */
export const REFUSALS = [
  'not-now',
  'illegal',
  'not-seated',
  'stale-answer',
  'room-full',
  'room-closed',
  'queue-full',
  'unknown-type',
  'bad-shape',
  'too-fast',
  'too-large',
] as const;

/** The reason for a refusal, for programs. */
export type RefusalCode = (typeof REFUSALS)[number];

/** A refusal as clients receive it. */
export interface Refusal {
  /** The reason, for programs. */
  readonly code: RefusalCode;
  /** For people: what was wrong, and what to do. */
  readonly message: string;
}
