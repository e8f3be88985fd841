// `node server/boot/run.mjs [--tools] [--client] [--env NAME=VALUE] ARGUMENTS…`: installs what is missing or has changed, and runs the pinned Node with the arguments.
// npm, pnpm and Yarn all run it, on whatever Node the machine has, and none of them needs scripts before scripts.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { pinnedNode } from './pinned-node.mjs';
import { prepare } from './steps.mjs';

/** How often it looks whether it has been orphaned. */
const LOOK_MS = 500;
/** A terminal and the package manager both hand on the same signal. */
const SAME_SIGNAL_MS = 500;

const args = process.argv.slice(2);
const env = { ...process.env };
/** @type {string[]} */
const steps = [];
for (let option = args[0]; ['--tools', '--client', '--env'].includes(String(option)); option = args[0]) {
  args.shift();
  if (option !== '--env') {
    steps.push(String(option).slice(2));
  } else {
    const [name, ...value] = String(args.shift()).split('=');
    env[String(name)] = value.join('=');
  }
}
await prepare(steps.includes('tools') ? steps : ['install', ...steps]);

const child = spawn(pinnedNode(process.platform, process.arch), args, { env, stdio: 'inherit' });
/** @type {number | undefined} */
let firstAt;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (firstAt === undefined) hangUp();
    else if (performance.now() - firstAt > SAME_SIGNAL_MS) child.kill('SIGTERM');
  });
}
// Package managers hand signals on to a shell, and some shells end without handing them on.
if (env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    if (firstAt === undefined) hangUp();
  }, LOOK_MS);
  timer.unref();
}
child.on('error', (error) => {
  console.error(`The pinned Node does not start: ${error.message}`);
  process.exit(1);
});

/** The process may have got the signal itself, with its whole group, and takes a second one for impatience: a hang-up is none. */
function hangUp() {
  firstAt = performance.now();
  child.kill('SIGHUP');
}

child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
