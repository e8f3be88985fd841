/** Who a member is, as the author's program has said. It is known to the host only: matches, journals and logs never have it. */

export interface Account {
  /** Tells it from all others. */
  readonly id: string;
  /** The name of its player, in place of the one that the client sends. */
  readonly name?: string;
}
