/** Plain data as a tree that people can read. */

/** What fits in it stays in one line. */
const WIDTH = 140;

/**
 * One line for each field; what is short stays in one line.
 *
 * @example formatTree({ round: 3, seats: [{ dice: [4, 1] }] }) // 'round: 3\nseats: [{ dice: [4, 1] }]'
 */
export function formatTree(data: unknown, indent = ''): string {
  return Object.entries(Object(data))
    .map(([key, value]) => {
      const text = inline(value);
      const short = Object(value) !== value || indent.length + key.length + text.length < WIDTH;
      return `${indent}${key}:${short ? ` ${text}` : `\n${formatTree(value, `${indent}  `)}`}`;
    })
    .join('\n');
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (Object(value) !== value) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const fields = Object.entries(Object(value)).map(([key, field]) => `${key}: ${inline(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
