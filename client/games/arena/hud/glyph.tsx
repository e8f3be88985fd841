import { Strokes } from '../../../ui/icon.tsx';

const PATHS = {
  sound: 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500H4zM15.500 9a4 4 0 010 6M18 6.500a7.500 7.500 0 010 11',
  silence: 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500H4zM16 9.500l5 5M21 9.500l-5 5',
  scores: 'M5 20V12h4v8M10 20V5h4v15M15 20v-6h4v6M3 20h18',
  network: 'M3 13h4l2.500-7 4 13 3-9 1.500 3h3',
  rail: 'M3 12h18M7 8.500v7M11 9.500v5M15 9.500v5',
  dash: 'M4 7l6 5-6 5M12 7l6 5-6 5',
} as const;

export type GlyphName = keyof typeof PATHS;

/** Icons used by the arena only. */
export function Glyph({ name, size }: { name: GlyphName; size?: number }) {
  return <Strokes path={PATHS[name]} size={size} />;
}
