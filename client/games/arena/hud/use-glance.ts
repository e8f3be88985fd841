import { useEffect, useState } from 'preact/hooks';
import type { Glance } from '../glance.ts';
import type { Play } from '../play.ts';

/** Something read after each picture; who uses it is drawn again only when it has changed. */
export function useGlance<Value extends string | number | boolean | undefined>(
  play: Play,
  read: (glance: Readonly<Glance>) => Value,
): Value {
  const [value, setValue] = useState(() => read(play.glance));
  useEffect(() => play.onFrame((glance) => setValue(read(glance))), [play]);
  return value;
}
