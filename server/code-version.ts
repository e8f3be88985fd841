/** Versions of a game: a hash of its code, and one of the shape of its state. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Encoder, Reflection } from '@colyseus/schema';
import { CODE, PROJECT } from './folders.ts';
import type { Game } from '../shared/runtime/index.ts';

/** Where the folder of a game may be: in a project of its own, and in Greenroom's. */
const GAMES = ['games', 'shared/games'].map((folder) => join(PROJECT, folder));

const ofCode = new Map<string, string>();
const ofState = new WeakMap<Game, string>();

/** Changes with every change of the runtime's or the game's files: a match may not be replayed the same with other code. */
export function codeVersion(game: string): string {
  let version = ofCode.get(game);
  if (version === undefined) {
    const hash = createHash('sha256');
    for (const folder of [join(CODE, 'shared/runtime'), ...GAMES.map((games) => join(games, game))])
      addFolder(hash, folder);
    version = hash.digest('hex').slice(0, 16);
    ofCode.set(game, version);
  }
  return version;
}

/** Changes with the shape of a game's state: returning clients keep their decoders, which must still fit. */
export function stateVersion(game: Game): string {
  let version = ofState.get(game);
  if (version === undefined) {
    const handshake = Reflection.encode(new Encoder(new game.state()));
    version = createHash('sha256').update(handshake).digest('hex').slice(0, 16);
    ofState.set(game, version);
  }
  return version;
}

function addFolder(hash: ReturnType<typeof createHash>, folder: string): void {
  if (!existsSync(folder)) return;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.[jt]s$/.test(file));
  for (const file of files.sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(folder, file)))
      .update('\0');
}
