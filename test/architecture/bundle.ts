/** What a page of the built client loads, by the build's manifest. */

/** A script of the build, and what it loads: at once, and later. */
export interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

/** By the name of the source. */
export type Manifest = Readonly<Record<string, Chunk>>;

/** The scripts that a page may load, from `from` on; what lies behind `without` is another page's, or another game's. */
export function scriptsFrom(manifest: Manifest, from: readonly string[], without: readonly string[]): Set<string> {
  const found = new Set<string>();
  const queue = [...from];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`the build has no ${name}`);
    if (without.includes(name) || found.has(chunk.file)) continue;
    found.add(chunk.file);
    queue.push(...(chunk.imports ?? []), ...(chunk.dynamicImports ?? []));
  }
  return found;
}

/** A part of a game that is loaded later. */
export interface GamePart {
  readonly name: string;
  readonly game: string;
  /** Its rules and its bot run where there is no server, the rest of it at any table. */
  readonly isCode: boolean;
}

/** The parts of all games. Nobody needs those of other games. */
export function gameParts(manifest: Manifest): GamePart[] {
  return Object.entries(manifest).flatMap(([name, { file }]) => {
    const [, ofView] = /^games\/([^/]+)\//.exec(name) ?? [];
    const [, ofCode] = /^assets\/([\w-]+)-(?:game|bot)-[\w-]{8}\.js$/.exec(file) ?? [];
    const game = ofView ?? ofCode;
    return game === undefined
      ? []
      : [{ name, game, isCode: ofView === undefined || name.endsWith('/network-bots.ts') }];
  });
}
