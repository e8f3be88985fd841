/** A project as its author makes it: from the packages, with npm, in a folder of its own. */
import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { buildPackage } from '../../tools/package/build.ts';
import { pack } from '../../tools/package/pack.ts';
import { freePort } from './free-port.ts';
import { ServerRun, WHEN_BUSY } from './server-process.ts';

const CREATE = resolve(import.meta.dirname, '../../create');

/** The tarballs, as npm would publish them. */
export interface ProjectPackages {
  readonly greenroom: string;
  readonly createGreenroom: string;
}

/** Makes the packages. The tarball of `create-greenroom` is put into the folder. */
export async function packPackages(folder: string): Promise<ProjectPackages> {
  buildPackage();
  const { file } = await pack();
  const name = await command(CREATE, 'npm', ['pack', '--silent', '--pack-destination', folder]);
  return { greenroom: file, createGreenroom: join(folder, name.trim()) };
}

/** A folder below the system's folder for temporary files. */
export async function projectsFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'greenroom-create-'));
}

/** A project of a template. */
export class NewProject {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Runs `create-greenroom`, which installs as well. */
  static async create(packages: ProjectPackages, template: string, within: string): Promise<NewProject> {
    const folder = join(within, `my-${template}`);
    const options = ['--template', template, '--yes', '--greenroom', `file:${packages.greenroom}`];
    const from = ['exec', '--yes', `--package=file:${packages.createGreenroom}`, '--'];
    await command(within, 'npm', [...from, 'create-greenroom', folder, ...options]);
    return new NewProject(folder);
  }

  /** Runs a script of its package.json. Gives what it printed. */
  async script(name: string): Promise<string> {
    return command(this.folder, 'npm', ['run', name]);
  }

  /** Runs a module with this code, which imports what the project may. Gives what it printed. */
  async run(code: string, ...words: readonly string[]): Promise<string> {
    const file = join(this.folder, 'player.ts');
    await writeFile(file, code);
    return command(this.folder, process.execPath, [file, ...words]);
  }

  /** Runs `greenroom start` on a free port. */
  async start(): Promise<ServerRun> {
    const file = join(this.folder, 'node_modules/.bin/greenroom');
    const env = { PORT: String(await freePort()), DATA_DIR: join(this.folder, 'data'), ...WHEN_BUSY };
    return new ServerRun([process.execPath, file, 'start'], { env, cwd: this.folder });
  }
}

/** @throws Error with all that it printed, where it fails */
async function command(cwd: string, program: string, words: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, words, {
      cwd,
      env: environment(),
      shell: process.platform === 'win32',
      maxBuffer: 64_000_000,
    });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${words.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

/** Of an author's terminal: nothing that npm or vitest has set here. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VITEST|NODE_ENV$|NODE_OPTIONS$|TEST$)/.test(name),
  );
  return { ...Object.fromEntries(own), PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };
}
