/** Says who can open a server in development, for its developer. */
import { isLoopback } from '../address.ts';
import type { Settings } from '../settings.ts';

export function whoCanOpen({ host, operatorPassword }: Pick<Settings, 'host' | 'operatorPassword'>): string {
  if (isLoopback(host))
    return 'Only this machine can open it; for a phone in the same network: HOST=0.0.0.0 npm run dev';
  const panels = operatorPassword === undefined ? 'are closed until OPERATOR_PASSWORD is set' : 'want the password';
  return `Everybody in its network can open it, and read the sources of the client; /debug, /monitor and /playground ${panels}.`;
}
