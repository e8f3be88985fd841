/**
 * Colyseus loads the agent of the process manager PM2 wherever it finds it installed, and `colyseus` installs it. The agent listens to
 * uncaught errors, which are the host's to handle, and to messages of a parent process: it stays out.
 */
import { registerHooks } from 'node:module';

const AGENT = '@pm2/io';

/** From now on the agent is not found. Returns what ends that. */
export function refuseProcessAgent(): () => void {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (specifier === AGENT) throw new Error(`${AGENT} is not loaded in this process`);
      return next(specifier, context);
    },
  });
  return () => hooks.deregister();
}
