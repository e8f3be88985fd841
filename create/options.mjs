// The options of the command.
import { parseArgs } from 'node:util';
import { BadOption } from './bad-option.mjs';
import { TEMPLATES } from './project.mjs';

/**
 * @typedef {object} Options
 * @property {string | undefined} folder
 * @property {string | undefined} template
 * @property {string | undefined} greenroom where the package comes from, for its package.json
 * @property {boolean} yes
 * @property {boolean} install
 */

export const HELP = `Makes a multiplayer game of your own.

Usage: npm create greenroom FOLDER -- [OPTIONS]

  --template NAME   ${Object.entries(TEMPLATES)
    .map(([name, lead]) => `${name.padEnd(9)} ${lead}`)
    .join('\n                    ')}
  --yes             asks nothing: what is not given is usual
  --no-install      writes the files only
  --greenroom SPEC  another version of the package, or the path of its tarball
`;

/**
 * @param {readonly string[]} args
 * @returns {Options | undefined} undefined: the help is wanted
 */
export function readOptions(args) {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  const { template, greenroom, yes = false } = values;
  if (template !== undefined && !Object.hasOwn(TEMPLATES, template)) {
    throw new BadOption(`There is no template "${template}": they are ${Object.keys(TEMPLATES).join(', ')}.`);
  }
  if (positionals.length > 1) throw new BadOption(`One folder is made, not ${positionals.length}: --help tells more.`);
  return { folder: positionals[0], template, greenroom, yes, install: values['no-install'] !== true };
}

/** @param {readonly string[]} args */
function parsed(args) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        template: { type: 'string' },
        greenroom: { type: 'string' },
        yes: { type: 'boolean', short: 'y' },
        'no-install': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new BadOption(`${error instanceof Error ? error.message : String(error)}. --help lists the options.`);
  }
}
