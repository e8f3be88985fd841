/** The many ways to ask a server of files for one that it should not show. */
import { relative } from 'node:path';

/** What may follow a path, and be taken off again by a part of the server that another part does not ask. */
const ENDS = [
  ...['?raw', '?import', '?import&raw', '?url', '?inline', '?raw??', '?import&raw??', '?.svg?.wasm?init'],
  ...['?html-proxy&index=0.js', '/', '/.', '%00', '%00.ts', '%3Fraw', '%23', '#x', '::$DATA', '.map', '%20', '.'],
];

/** @param root what the server shows */
export function formsOf(file: string, root: string): string[] {
  const below = relative(root, file);
  const main = [`/@fs${file}`, `/${below}`, `/@id${file}`, `/@id/__x00__${file}`];
  const paths = [
    ...main,
    ...[`/@fs/${file}`, `//@fs${file}`, `/@fs${root}/${below}`, `/@fs${root}/x/../${below}`, `/@id/${file}`],
    ...[`//${below}`, `/./${below}`, `/x/../${below}`, `/assets/../${below}`, `/${file}`, file, `/@id/${below}`],
  ];
  const encoded = paths.flatMap((path) => [
    path.replaceAll('..', '%2e%2e'),
    path.replaceAll('../', '..%2f'),
    path.replaceAll('../', '..%5c'),
    path.replaceAll('../', '..%252f'),
    path.replaceAll('../', '....//'),
    `/${allEncoded(path.slice(1))}`,
    path.replace(/(.)(\.?\w+)$/, (_, before: string, name: string) => before + allEncoded(name)),
    path.replace(/\w$/, (last) => `%25${last.charCodeAt(0).toString(16)}`),
    path.toUpperCase(),
  ]);
  return [...new Set([...paths, ...encoded, ...main.flatMap((path) => ENDS.map((end) => path + end))])];
}

function allEncoded(text: string): string {
  return Array.from(text, (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
}
