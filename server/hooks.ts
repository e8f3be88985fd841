/** What the author of an app adds to its server. */
import type { AuthHook } from './admission/accounts.ts';

export interface ServerHooks {
  /** Tells who a client is, before it gets a seat and whenever it comes back; without it everybody is a guest. */
  readonly auth?: AuthHook;
}
