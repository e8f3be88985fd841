/** A project of one's own, from the packages to a match over a real socket. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { NewProject, packPackages, projectsFolder, type ProjectPackages } from '../support/new-project.ts';

/** Ann opens a table and Ben joins it; both guess once. Prints what both have won, and the side. */
const PLAYERS = `
import { connect } from 'greenroom/client';
import type { coin } from './games/coin/game.ts';

const client = connect<typeof coin>(process.argv[2]!);
const ann = await client.create('coin', { name: 'Ann' });
const ben = await client.join(ann.code, { name: 'Ben' });
const until = (condition: () => boolean) =>
  new Promise<void>((resolve) => {
    const look = () => void (condition() && resolve());
    ann.subscribe(look);
    look();
  });
await until(() => ann.hasState && ann.state.toss === 1);
const failures = await Promise.all([ann.send('guess', 'heads'), ben.send('guess', 'tails')]);
await until(() => ann.state.side !== '');
console.log(JSON.stringify({ failures: failures.filter(Boolean), side: ann.state.side, won: [...ann.state.won] }));
await Promise.all([ann.leave(), ben.leave()]);
process.exit();
`;

let folder: string;
let packages: ProjectPackages;
let project: NewProject;

beforeAll(async () => {
  folder = await projectsFolder();
  packages = await packPackages(folder);
  project = await NewProject.create(packages, 'minimal', folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a new project has no placeholder left, and ignores what is not its source', async () => {
  const files = ['package.json', 'README.md', 'AGENTS.md', 'greenroom.config.ts', 'Dockerfile', 'tsconfig.json'];
  for (const file of files) expect(await readFile(join(project.folder, file), 'utf8')).not.toContain('{{');
  expect(await readFile(join(project.folder, '.gitignore'), 'utf8')).toContain('node_modules/');
  expect(await readFile(join(project.folder, '.dockerignore'), 'utf8')).toContain('node_modules/');
});

test('a new project passes its type check and its own tests', async () => {
  await project.script('types');
  expect(await project.script('test')).toContain('1 passed');
});

test('a new project is built, and its game is played over the network', async () => {
  await project.script('build');
  expect(existsSync(join(project.folder, 'dist/client/index.html'))).toBe(true);
  const server = await project.start();
  onTestFinished(() => server.kill());
  const url = await server.opened();
  expect(await (await fetch(url)).text()).toContain('<title>my-minimal');
  const { failures, side, won } = JSON.parse(await project.run(PLAYERS, url)) as Record<string, unknown>;
  expect([failures, won]).toEqual([[], side === 'heads' ? [1, 0] : [0, 1]]);
});

test('a folder with files in it is left as it is', async () => {
  const before = await readFile(join(project.folder, 'package.json'), 'utf8');
  const again = NewProject.create(packages, 'minimal', folder);
  await expect(again).rejects.toThrow('is not empty');
  expect(await readFile(join(project.folder, 'package.json'), 'utf8')).toBe(before);
});

test('templates need the versions of Greenroom itself', async () => {
  type Needs = { dependencies: Record<string, string>; devDependencies: Record<string, string> };
  const read = async (path: string): Promise<Needs> => JSON.parse(await readFile(path, 'utf8')) as Needs;
  const [ours, theirs] = await Promise.all([read('package.json'), read('create/templates/common/package.json')]);
  const { greenroom: _, ...needed } = { ...theirs.dependencies, ...theirs.devDependencies };
  const known = { ...ours.dependencies, ...ours.devDependencies };
  for (const [name, range] of Object.entries(needed)) expect(range, name).toBe(`^${known[name]}`);
});
