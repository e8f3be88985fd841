import { describe, expect, it } from 'vitest';
import { callByName, callOf, managerFor, withPath } from '../../../server/boot/managers.mjs';

const AGENTS = {
  npm: 'npm/11.19.1 node/v26.10.0 linux x64 workspaces/false',
  pnpm: 'pnpm/12.21.0 npm/? node/v24.21.0 linux x64',
  yarn: 'yarn/1.22.22 npm/? node/v22.23.3 linux x64',
  berry: 'yarn/4.9.1 npm/? node/v24.21.0 linux x64',
};

const managerOf = (marks: string[], agent?: string) =>
  managerFor((path) => marks.includes(path), { npm_config_user_agent: agent });

describe('the package manager that installs', () => {
  it.each([
    [AGENTS.npm, 'npm', 'node_modules/.package-lock.json'],
    [AGENTS.pnpm, 'pnpm', 'node_modules/.modules.yaml'],
    [AGENTS.yarn, 'yarn', 'node_modules/.yarn-integrity'],
    [AGENTS.berry, 'yarn', 'node_modules/.yarn-state.yml'],
    [undefined, 'npm', 'node_modules/.package-lock.json'],
    ['bun/1.3.0', 'npm', 'node_modules/.package-lock.json'],
  ])('on a fresh clone run by %s it is %s', (agent, name, mark) => {
    expect(managerOf([], agent)).toMatchObject({ name, mark });
  });

  it.each([
    ['node_modules/.package-lock.json', 'npm'],
    ['node_modules/.modules.yaml', 'pnpm'],
    ['node_modules/.yarn-integrity', 'yarn'],
    ['node_modules/.yarn-state.yml', 'yarn'],
  ])('with %s there it is %s, whichever one runs', (mark, name) => {
    for (const agent of Object.values(AGENTS)) expect(managerOf([mark], agent)).toMatchObject({ name, mark });
  });
});

describe('a package manager is called', () => {
  const running = {
    npm_config_user_agent: AGENTS.npm,
    npm_execpath: '/lib/npm-cli.js',
    npm_node_execpath: '/bin/node',
  };

  it.each(['linux', 'win32'])(
    'by its script, on the Node that it runs on itself, where it runs this (%s)',
    (platform) => {
      expect(callOf('npm', ['install', '--no-save'], running, platform)).toEqual({
        command: '/bin/node',
        args: ['/lib/npm-cli.js', 'install', '--no-save'],
        shell: false,
      });
    },
  );

  it('by its name where it is a program of its own, or another one', () => {
    const standalone = { ...running, npm_config_user_agent: AGENTS.pnpm, npm_execpath: '/bin/pnpm' };
    expect(callOf('pnpm', ['install'], standalone, 'linux')).toMatchObject({ command: 'pnpm', shell: false });
    expect(callOf('yarn', ['install'], running, 'linux')).toMatchObject({ command: 'yarn', shell: false });
    expect(callOf('yarn', ['install'], {}, 'linux')).toMatchObject({ command: 'yarn', shell: false });
  });
});

it('commands are scripts on Windows, which its shell starts', () => {
  expect(callByName('npm', ['install'], 'win32')).toEqual({ command: 'npm.cmd', args: ['install'], shell: true });
  expect(callByName('npm', ['install'], 'linux')).toEqual({ command: 'npm', args: ['install'], shell: false });
});

describe('the path to look for commands on', () => {
  it('keeps its name on Windows, where it is Path, and there is no second one', () => {
    const environment = { Path: 'C:\\tools;C:\\node', HOME: 'C:\\me' };
    expect(withPath(environment, (folders) => [...folders, 'C:\\bin'], ';')).toEqual({
      HOME: 'C:\\me',
      Path: 'C:\\tools;C:\\node;C:\\bin',
    });
  });

  it('is one where an environment has two of them', () => {
    const environment = { Path: 'C:\\tools', PATH: 'C:\\other' };
    expect(withPath(environment, (folders) => folders, ';')).toEqual({ Path: 'C:\\tools' });
  });

  it.each([
    ['/tools:/bin', ['/tools']],
    ['/bin', []],
    ['', []],
  ])('loses a folder from %s', (PATH, left) => {
    const changed = withPath({ PATH }, (folders) => folders.filter((folder) => folder !== '/bin'), ':');
    expect(changed).toEqual({ PATH: left.join(':') });
  });

  it('is made where there is none', () => {
    expect(withPath({}, (folders) => [...folders, '/bin'], ':')).toEqual({ PATH: '/bin' });
  });
});
