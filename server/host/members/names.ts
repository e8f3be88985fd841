/** Who is called what in one room: no two names that look alike. */
import unhomoglyph from 'unhomoglyph';
import { truncateText } from '../../../shared/runtime/index.ts';
import { NAME_LENGTH } from '../../../shared/wire.ts';

/** What our pages and people who run servers say of themselves. */
const RESERVED = [
  'Greenroom',
  'Server',
  'System',
  'Admin',
  'Administrator',
  'Moderator',
  'Operator',
  'You',
  'Somebody',
];

export class Names {
  /** How many have a name of this look. */
  readonly #looks = new Map<string, number>();

  constructor() {
    for (const name of RESERVED) this.add(name);
  }

  /** Whether somebody is called so, or looks as if. */
  has(name: string): boolean {
    return looksOf(name).some((look) => this.#looks.has(look));
  }

  /**
   * The wanted name, or the first with a number behind it that nobody has: a second "Ann", and one with a Cyrillic A, is "Ann 2".
   * The same for the same names, and no longer than a name may be.
   */
  free(wanted: string): string {
    if (!this.has(wanted)) return wanted;
    const base = wanted.replace(/ \d{1,4}$/u, '');
    for (let number = 2; ; number++) {
      const end = ` ${number}`;
      const name = truncateText(base, NAME_LENGTH - end.length).trimEnd() + end;
      if (!this.has(name)) return name;
    }
  }

  add(name: string): void {
    for (const look of looksOf(name)) this.#looks.set(look, (this.#looks.get(look) ?? 0) + 1);
  }

  delete(name: string): void {
    for (const look of looksOf(name)) {
      const others = (this.#looks.get(look) ?? 1) - 1;
      if (others > 0) this.#looks.set(look, others);
      else this.#looks.delete(look);
    }
  }
}

/** What a name looks like, by Unicode's confusables: as it is, and whatever its case. */
function looksOf(name: string): readonly string[] {
  const plain = name.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  const [asIs, inAnyCase] = [skeleton(plain), skeleton(plain.toLowerCase())];
  return asIs === inAnyCase ? [asIs] : [asIs, inAnyCase];
}

/** As in UTS 39. */
function skeleton(text: string): string {
  return unhomoglyph(text.normalize('NFD')).normalize('NFD');
}
