/** `npm run pack`: makes the package `greenroom`, as npm would publish it, in `build/`. */
import { errorText } from '../../shared/command-errors.ts';
import { buildPackage } from './build.ts';
import { pack } from './pack.ts';

const HELP = `Makes the package greenroom: compiles it into build/package, and packs that folder into build/*.tgz.

Usage: npm run pack [-- --json]
`;

const options = process.argv.slice(2);
try {
  if (options.includes('--help') || options.includes('-h')) {
    console.log(HELP);
  } else {
    buildPackage();
    const packed = await pack();
    if (options.includes('--json')) console.log(JSON.stringify(packed));
    else
      console.log(
        `${packed.file}: ${packed.files} files, ${kilobytes(packed.bytes)} packed, ${kilobytes(packed.unpackedBytes)} unpacked`,
      );
  }
} catch (error) {
  console.error(errorText(error));
  process.exitCode = 1;
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1_000)} kB`;
}
