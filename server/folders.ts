/** The two folders that everything of a server is found from. */
import { join } from 'node:path';

/** Greenroom's own code: server, client, shared. */
export const CODE = join(import.meta.dirname, '..');

/** The project of the app: its `greenroom.config.ts`, its games and its data. */
export const PROJECT = process.cwd();
