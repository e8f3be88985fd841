// Writes the files of a new project.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { BadOption } from './bad-option.mjs';

/** @type {Readonly<Record<string, string>>} */
export const TEMPLATES = {
  turns: 'a board game: turns, a clock for each, rematch, bots',
  realtime: 'a game of movement: input in each tick, prediction, bots',
  minimal: 'the smallest whole game: a coin is tossed',
};

const HERE = import.meta.dirname;
/** npm leaves files of these names out of packages. */
const DOTTED = ['gitignore', 'dockerignore'];

/**
 * @param {{ folder: string, template: string, greenroom: string | undefined }} project
 * @throws BadOption where something is in the folder already
 */
export function writeProject({ folder, template, greenroom }) {
  const path = resolve(folder);
  const name = basename(path)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (name === '') throw new BadOption(`"${folder}" has no letter that a package could be named after.`);
  if (existsSync(path) && readdirSync(path).length > 0) {
    throw new BadOption(`${path} is not empty: name a folder that is, or that does not exist.`);
  }
  mkdirSync(path, { recursive: true });
  for (const part of ['common', template]) cpSync(join(HERE, 'templates', part), path, { recursive: true });
  for (const file of DOTTED) renameSync(join(path, file), join(path, `.${file}`));
  const version = greenroom ?? `^${JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')).version}`;
  for (const file of ['package.json', 'README.md', 'AGENTS.md', 'greenroom.config.ts']) {
    const text = readFileSync(join(path, file), 'utf8');
    writeFileSync(join(path, file), text.replaceAll('{{name}}', name).replaceAll('{{greenroom}}', version));
  }
}
