/** nginx and Caddy, started with the texts that OPERATING.md has for them, on a port of this machine and without TLS. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.ts';

/** A proxy passes the base path on to the server, or takes it away. */
export type Way = 'passes on' | 'takes away';

export interface Proxy {
  readonly name: 'nginx' | 'Caddy';
  readonly command: string;
  /** The configuration of OPERATING.md for a server at a port, and the arguments that run it in a folder. */
  prepare(plan: { way: Way; port: number; server: number; folder: string }): {
    config: string;
    args: readonly string[];
  };
}

const LOG = 'access.log';
const OPERATING = readFileSync(join(import.meta.dirname, '../../../OPERATING.md'), 'utf8');

export const PROXIES: readonly Proxy[] = [
  {
    name: 'nginx',
    // Where it is not on the path of ordinary users.
    command: spawnSync('nginx', ['-v']).error === undefined ? 'nginx' : '/usr/sbin/nginx',
    prepare({ way, port, server, folder }) {
      const site = textFor('nginx')
        .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
        .replaceAll(/^ *ssl_.*\n/gm, '')
        .replace('/var/log/nginx/greenroom.log', join(folder, LOG))
        .replace('http://127.0.0.1:2567;', `http://127.0.0.1:${server}${way === 'takes away' ? '/' : ''};`);
      const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (each) => `${each}_temp_path ${folder};`,
      );
      const config = `daemon off; master_process off; pid ${folder}/pid; error_log stderr; events {}
        http { access_log off; ${folders.join(' ')}\n${site} }`;
      return { config, args: ['-p', folder, '-e', 'stderr', '-c', join(folder, 'config')] };
    },
  },
  {
    name: 'Caddy',
    command: 'caddy',
    prepare({ way, port, server, folder }) {
      const site = textFor('caddy')
        .replace('play.example {', `http://127.0.0.1:${port} {`)
        .replace('/var/log/caddy/greenroom.log', join(folder, LOG))
        .replace('127.0.0.1:2567', `127.0.0.1:${server}`)
        .replace('handle /games/greenroom/*', `${way === 'takes away' ? 'handle_path' : 'handle'} /games/greenroom/*`);
      return {
        config: `{\n\tadmin off\n}\n${site}`,
        args: ['run', '--adapter', 'caddyfile', '--config', join(folder, 'config')],
      };
    },
  },
];

export function isInstalled({ command }: Proxy): boolean {
  return spawnSync(command, ['-v']).error === undefined;
}

/** Starts it before a server on this machine. Resolves with its address once it answers. */
export async function startProxy(
  { name, command, prepare }: Proxy,
  way: Way,
  server: number,
): Promise<{ url: string; log(): string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-proxy-'));
  const port = await freePort();
  const { config, args } = prepare({ way, port, server, folder });
  writeFileSync(join(folder, 'config'), config);
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (isAlive(child)) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  while (!(await answers(url))) {
    if (!isAlive(child)) throw new Error(`${name} did not start: ${said}`);
    await sleep(20);
  }
  return { url, log: () => readFileSync(join(folder, LOG), 'utf8'), stop };
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

/** The block of this language in OPERATING.md. */
function textFor(language: string): string {
  const found = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(OPERATING)?.[1];
  if (found === undefined) throw new Error(`OPERATING.md has no text for ${language}`);
  return found;
}
