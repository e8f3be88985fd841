/** Every public name of the runtime says what it is: the first thing that editors show to its users. */
import { expect, test } from 'vitest';
import { publicApi, type PublicDeclaration, type PublicMember } from '../../../tools/api-report/public-api.ts';
import { entryFile, ENTRIES } from '../../../tools/api-report/report.ts';

const api = ENTRIES.flatMap(({ name }) => publicApi(entryFile(name), '.ts'));

/** What a script calls: each verb has an example. */
const VERBS = ['ScriptContext', 'Room', 'Player', 'Bot'];
/** Tools of a script: an example shows how their methods go together. */
const TOOLS = [
  'Barrier',
  'Condition',
  'Event',
  'Permit',
  'Queue',
  'Random',
  'ScopeHandle',
  'Semaphore',
  'Task',
  'VirtualMatch',
];

/** Errors have these of `Error`. */
const OF_ERRORS = ['name', 'stack'];

interface Documented {
  readonly path: string;
  readonly doc: string | undefined;
  readonly text: string;
}

const documented: Documented[] = api.flatMap((declaration) => [
  { path: declaration.name, doc: declaration.doc, text: '' },
  ...publicMembers(declaration).map(({ name, doc, text }) => ({ path: `${declaration.name}.${name}`, doc, text })),
]);

function publicMembers({ text, members }: PublicDeclaration): readonly PublicMember[] {
  const isError = /class \w+ extends \w*Error\b/.test(text);
  return members.filter((member) => !(isError && OF_ERRORS.includes(member.name)));
}

test('every public name and member has a sentence', () => {
  const mute = documented.filter(({ doc = '' }) => !/^[^@]*\w[^@]*[.:]/.test(doc.replaceAll('{@link', '{link')));

  expect(mute.map(({ path }) => path)).toEqual([]);
});

test('what throws by itself says so', () => {
  const silent = documented.filter(({ doc, text }) => throws(text) && !doc?.includes('@throws'));

  expect(silent.map(({ path }) => path)).toEqual([]);
});

/** A method that throws, or that checks what it is given. */
function throws(text: string): boolean {
  return /\bthrow new |\bcheck(?:Count|Limit|Period|Time)\(|\brequireText\(|Settled\.failing\(/.test(text);
}

test('every verb of a script has an example, and so has every tool', () => {
  const verbs = api
    .filter(({ name }) => VERBS.includes(name))
    .flatMap((each) =>
      each.members.filter(isVerb).map((member) => ({ path: `${each.name}.${member.name}`, doc: member.doc })),
    );
  const tools = api.filter(({ name }) => TOOLS.includes(name)).map(({ name, doc }) => ({ path: name, doc }));
  const functions = api
    .filter(({ name }) => /^(define|check)/.test(name))
    .map(({ name, doc }) => ({ path: name, doc }));

  expect(verbs.length).toBeGreaterThan(35);
  expect(
    [...verbs, ...tools, ...functions].filter(({ doc }) => !doc?.includes('@example')).map(({ path }) => path),
  ).toEqual([]);
});

function isVerb({ kind, name }: PublicMember): boolean {
  return kind === 'method' && name !== 'constructor';
}

test('what is without a unit in its name says its unit', () => {
  const times = documented.filter(({ path, text }) => /\.(?:now|deadline|seenAt)$/.test(path) && /number/.test(text));

  expect(times.length).toBeGreaterThan(2);
  expect(times.filter(({ doc }) => !/\bms\b/.test(doc ?? '')).map(({ path }) => path)).toEqual([]);
});
