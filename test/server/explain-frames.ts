/** Writes frames as lines of hexadecimal bytes, each with what it says, for docs/wire-protocol.md. */
import { decode, type Iterator } from '@colyseus/schema';

const BYTES_A_LINE = 12;
const HEX_WIDTH = BYTES_A_LINE * 3 + 1;
const SWITCH = 255;
const [ADD, DELETE, CLEAR] = [128, 64, 10];
const OPERATIONS: Readonly<Record<number, string>> = {
  0: 'replace',
  10: 'clear',
  64: 'delete',
  128: 'add',
  129: 'add by number',
};

/** A field's name and type: a primitive, `#N` for an instance of type N, `array X` or `map X`. */
export type FieldText = readonly [name: string, type: string];
/** The fields of each type. */
export type TypeTexts = readonly (readonly FieldText[])[];

/** What the description of the types consists of, which is encoded as a state itself. */
export const REFLECTION: TypeTexts = [
  [
    ['types', 'array #1'],
    ['rootType', 'number'],
  ],
  [
    ['id', 'number'],
    ['extendsId', 'number'],
    ['fields', 'array #2'],
  ],
  [
    ['name', 'string'],
    ['type', 'string'],
    ['referencedType', 'number'],
    ['childPrimitive', 'string'],
  ],
];

/** Splits a frame into parts of these lengths. The last one may be left out, and is what remains. */
export function explainParts(frame: Uint8Array, parts: readonly (readonly [text: string, length?: number])[]): string {
  let at = 0;
  const lines = parts.map(([text, length = frame.length - at]) => {
    const part = frame.subarray(at, at + length);
    at += length;
    return explainBytes(part, text);
  });
  if (at !== frame.length) throw new Error(`the parts have ${at} bytes, and the frame ${frame.length}`);
  return lines.join('\n');
}

/** The types of the instances that a client has, by number. */
export type KnownTypes = Map<number, string>;

/**
 * Explains each operation of a whole state or a patch.
 *
 * @param known what was sent before; what is new is added
 */
export function explainState(bytes: Uint8Array, types: TypeTexts, known: KnownTypes = new Map()): string {
  const it: Iterator = { offset: 0 };
  const lines: string[] = [];
  let current = '#0';
  while (it.offset < bytes.length) {
    const start = it.offset;
    let text: string;
    if (bytes[start] === SWITCH) {
      it.offset++;
      const number = decode.number(bytes, it) ?? 0;
      current = number === 0 ? '#0' : (known.get(number) ?? '');
      text = `the next operations are about instance ${number}`;
    } else {
      text = current.startsWith('#')
        ? fieldText(bytes, it, types[Number(current.slice(1))] ?? [], known)
        : elementText(bytes, it, current, known);
    }
    lines.push(explainBytes(bytes.subarray(start, it.offset), text));
  }
  return lines.join('\n');
}

function fieldText(bytes: Uint8Array, it: Iterator, fields: readonly FieldText[], known: KnownTypes): string {
  const first = bytes[it.offset++] ?? 0;
  const [name, type] = fields[first & 0x3f] ?? ['', ''];
  const operation = first & 0xc0;
  const value = operation === DELETE ? '' : ` = ${valueText(bytes, it, type, known)}`;
  return `${OPERATIONS[operation]} ${name}${value}`;
}

function elementText(bytes: Uint8Array, it: Iterator, collection: string, known: KnownTypes): string {
  const operation = bytes[it.offset++] ?? 0;
  const what = OPERATIONS[operation] ?? '';
  if (operation === CLEAR) return what;
  const [kind, type = ''] = collection.split(' ');
  const index = decode.number(bytes, it) ?? 0;
  const key = kind === 'map' && operation === ADD ? ` '${decode.string(bytes, it)}'` : '';
  return `${what} [${index}]${key} = ${valueText(bytes, it, type, known)}`;
}

function valueText(bytes: Uint8Array, it: Iterator, type: string, known: KnownTypes): string {
  if (!type.startsWith('#') && !type.includes(' ')) {
    const read = Reflect.get(decode, type) as (bytes: Uint8Array, it: Iterator) => unknown;
    const value = read(bytes, it);
    return typeof value === 'string' ? `'${value}'` : String(value);
  }
  const number = decode.number(bytes, it) ?? 0;
  known.set(number, type);
  return `instance ${number}`;
}

function explainBytes(bytes: Uint8Array, text: string): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_A_LINE) {
    const hex = Array.from(bytes.subarray(at, at + BYTES_A_LINE), (byte) => byte.toString(16).padStart(2, '0')).join(
      ' ',
    );
    lines.push(at === 0 ? `${hex.padEnd(HEX_WIDTH)}${text}` : hex);
  }
  return lines.join('\n');
}
