#!/usr/bin/env node
// `npm create greenroom my-game`: makes the project of a game in a folder of its own, and installs what it needs.
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { installIn, managerOf } from './install.mjs';
import { BadOption } from './bad-option.mjs';
import { HELP, readOptions } from './options.mjs';
import { TEMPLATES, writeProject } from './project.mjs';

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(HELP);
  else await create(options);
} catch (error) {
  if (!(error instanceof BadOption)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** @param {import('./options.mjs').Options} options */
async function create(options) {
  const asks = !options.yes && process.stdin.isTTY === true;
  const folder = options.folder ?? (asks ? await ask('Folder', 'my-game') : 'my-game');
  const template = options.template ?? (asks ? await askTemplate() : 'turns');
  const manager = managerOf(process.env.npm_config_user_agent);
  writeProject({ folder, template, greenroom: options.greenroom });
  console.log(`${folder} has the template "${template}".`);
  if (options.install) {
    console.log(`Installing with ${manager} …`);
    installIn(folder, manager);
  }
  const run = manager === 'npm' ? 'npm run' : manager;
  console.log(`\nNow:\n\n  cd ${folder}\n${options.install ? '' : `  ${manager} install\n`}  ${run} dev\n`);
}

/** @param {string} question @param {string} usual */
async function ask(question, usual) {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await lines.question(`${question} (${usual}): `)).trim() || usual;
  } finally {
    lines.close();
  }
}

async function askTemplate() {
  for (const [name, lead] of Object.entries(TEMPLATES)) console.log(`  ${name.padEnd(9)} ${lead}`);
  const answer = await ask('Template', 'turns');
  if (!Object.hasOwn(TEMPLATES, answer)) throw new BadOption(`There is no template "${answer}".`);
  return answer;
}
