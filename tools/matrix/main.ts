/** `npm run matrix`: makes a project of each template from the packages, tests it, builds it, and plays it in Chromium. */
import { rm } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { errorText } from '../../shared/command-errors.ts';
import { findChromium } from '../../test/support/chromium.ts';
import { NewProject, packPackages, projectsFolder, type ProjectPackages } from '../../test/support/new-project.ts';
import { PLAYS, type PlayPage } from './plays.ts';

const HELP = `Makes a project of each template as its author would, from the packages: creates it, checks its types, runs its tests, builds it,
starts it, and plays it in Chromium.

Usage: npm run matrix [-- TEMPLATE …]    (${Object.keys(PLAYS).join(', ')}; all unless given)
`;

const words = process.argv.slice(2);
try {
  if (words.includes('--help') || words.includes('-h')) console.log(HELP);
  else process.exitCode = (await matrix(words)) ? 0 : 1;
} catch (error) {
  console.error(errorText(error, [Error]));
  process.exitCode = 1;
}

/** @returns whether all templates passed */
async function matrix(names: readonly string[]): Promise<boolean> {
  const unknown = names.find((name) => !Object.hasOwn(PLAYS, name));
  if (unknown !== undefined) throw new Error(`There is no template "${unknown}": --help lists them.`);
  const folder = await projectsFolder();
  try {
    const packages = await timed('packages', () => packPackages(folder));
    let passed = true;
    for (const [name, play] of Object.entries(PLAYS)) {
      if (names.length > 0 && !names.includes(name)) continue;
      try {
        await checkTemplate(packages, name, play, folder);
      } catch (error) {
        console.error(errorText(error, [Error]));
        passed = false;
      }
    }
    return passed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkTemplate(packages: ProjectPackages, name: string, play: PlayPage, folder: string): Promise<void> {
  const project = await timed(`${name}: create`, () => NewProject.create(packages, name, folder));
  for (const script of ['types', 'test', 'build']) await timed(`${name}: ${script}`, () => project.script(script));
  const server = await project.start();
  try {
    const url = await timed(`${name}: start`, () => server.opened());
    await timed(`${name}: play`, () => playInChromium(url, play));
  } finally {
    await server.kill('SIGTERM');
  }
}

/** @throws Error where the page throws, or the match does not come to where it should */
async function playInChromium(url: string, play: PlayPage): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium: set CHROMIUM to its path.');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const thrown: Error[] = [];
    page.on('pageerror', (error) => thrown.push(error));
    await page.goto(url);
    await page.getByRole('button', { name: 'Play with bots' }).click();
    await page.locator('dialog button[type="submit"]').click();
    await page.waitForURL('**/t/*');
    await play(page);
    if (thrown[0] !== undefined) throw thrown[0];
  } finally {
    await browser.close();
  }
}

async function timed<T>(step: string, run: () => Promise<T>): Promise<T> {
  const began = performance.now();
  let verdict = 'FAILED';
  try {
    const result = await run();
    verdict = 'ok';
    return result;
  } finally {
    console.log(`${step.padEnd(20)} ${verdict} · ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  }
}
