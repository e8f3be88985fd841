/** As many arrays, one in the other, around a value. */
export function nested(arrays: number, value: unknown): unknown {
  let data = value;
  for (let left = arrays; left > 0; left--) data = [data];
  return data;
}
