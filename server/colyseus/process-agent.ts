/**
 * Keeps out the agent of the process manager PM2, which Colyseus loads wherever it is installed: it listens to uncaught errors, which the host handles,
 * and to messages of a parent process.
 */
import { registerHooks } from 'node:module';

const AGENT = '@pm2/io';

/** Hides the agent from here on. Returns what ends that. */
export function refuseProcessAgent(): () => void {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (specifier === AGENT) throw new Error(`${AGENT} is not loaded in this process`);
      return next(specifier, context);
    },
  });
  return () => hooks.deregister();
}
