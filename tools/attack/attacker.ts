/** `node tools/attack/attacker.ts NAME PORT ADDRESS MS`: one attack in a process of its own, so that it does not disturb who is measured. */
import { ATTACKS } from './attacks/index.ts';
import { Target } from './target.ts';

const [name, port, address = '127.0.0.1', ms] = process.argv.slice(2);
const attack = ATTACKS.find((one) => one.name === name);
if (attack === undefined) throw new Error(`there is no attack "${name}"`);
const outcome = await attack.run(new Target(Number(port), address, Number(ms)));
process.stdout.write(JSON.stringify(outcome), () => process.exit(0));
