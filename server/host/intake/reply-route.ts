/** Where the reply to a message goes, and how the `ref` of its entry says that. */
import type { ReplyTo } from '../members/delivery.ts';

export type ReplyRoute =
  /** A numbered message: the sender's `delivery` keeps its reply until the client has it. */
  | { readonly kind: 'numbered'; readonly number: number }
  /** A request: its reply is sent once. */
  | { readonly kind: 'once'; readonly reply: ReplyTo };

/** A message that waits for its reply: by the number that its sender gave it, or by the request it came with. */
export type RefTarget =
  | { readonly kind: 'numbered'; readonly number: number }
  | { readonly kind: 'once'; readonly request: number };

/** As entries, outputs and the journal have it: numbers of messages as they are, requests as numbers below zero. */
export function writeRef(target: RefTarget): number {
  return target.kind === 'numbered' ? target.number : -target.request;
}

/** What `writeRef` has written. */
export function readRef(ref: number): RefTarget {
  return ref > 0 ? { kind: 'numbered', number: ref } : { kind: 'once', request: -ref };
}
