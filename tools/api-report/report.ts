/** Writes down the public API of the runtime, as the compiler declares it: what changes in it is seen in a diff. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicApi } from './public-api.ts';

const root = join(import.meta.dirname, '../..');

/** The entries of the runtime, from its folder. */
export const ENTRIES = [
  { name: 'index', audience: 'authors of games' },
  { name: 'host', audience: 'hosts' },
  { name: 'testing', audience: 'tests of games' },
] as const;

/** The source file of an entry. */
export function entryFile(name: string): string {
  return join(root, 'shared/runtime', `${name}.ts`);
}

/** Where the report is kept. */
export const REPORT = join(root, 'docs/api-report.md');

const HEAD = `# API report

The public API of the runtime: every export of its entries, as the compiler declares it. \`npm run api-report\` writes this file, and a
test compares it: a change of the API shows here, and belongs into the changelog.
`;

/** @throws Error where the compiler finds something that a declaration cannot name */
export function apiReport(): string {
  const folder = mkdtempSync(join(tmpdir(), 'api-report-'));
  try {
    declare(folder);
    return [HEAD, ...ENTRIES.map(({ name, audience }) => section(folder, name, audience))].join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Lets the compiler write the declarations of everything shared. */
function declare(folder: string): void {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const emit = ['--declaration', '--emitDeclarationOnly', '--noEmit', 'false', '--outDir', folder];
  execFileSync(process.execPath, [tsc, '-p', join(root, 'shared'), ...emit], { encoding: 'utf8' });
}

function section(folder: string, name: string, audience: string): string {
  const declarations = publicApi(join(folder, 'runtime', `${name}.d.ts`), '.d.ts');
  const lines = declarations.map(({ text }) => `${text.replaceAll('export declare ', 'export ')}\n`);
  return `## \`shared/runtime/${name}.ts\`, for ${audience}\n\n\`\`\`ts\n${lines.join('')}\`\`\`\n`;
}
