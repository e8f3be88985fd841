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
export function scriptsFrom(manifest: Manifest, from: string, without: readonly string[]): Set<string> {
  const found = new Set<string>();
  const queue = [from];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`the build has no ${name}`);
    if (without.includes(name) || found.has(chunk.file)) continue;
    found.add(chunk.file);
    queue.push(...(chunk.imports ?? []), ...(chunk.dynamicImports ?? []));
  }
  return found;
}

/** The sources of all games but one that are loaded later: nobody needs them to play that one. */
export function sourcesOfOthers(manifest: Manifest, game: string): string[] {
  return Object.keys(manifest).filter((name) => {
    const [, of] = /(?:^|\/)games\/([^/]+)\//.exec(name) ?? [];
    return of !== undefined && of !== game;
  });
}
