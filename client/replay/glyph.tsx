/** The icons of the replay controls. Unlike the others they are filled, as on most players. */
import { Strokes } from '../ui/icon.tsx';

const SOLID = {
  play: 'M8 5.2c0-.9 1-1.5 1.8-1l9.8 6.4c.8.5.8 1.7 0 2.2l-9.8 6.4c-.8.5-1.8 0-1.8-1z',
  pause:
    'M7 4.5h3a1 1 0 011 1v13a1 1 0 01-1 1H7a1 1 0 01-1-1v-13a1 1 0 011-1zm7 0h3a1 1 0 011 1v13a1 1 0 01-1 1h-3a1 1 0 01-1-1v-13a1 1 0 011-1z',
  previous:
    'M6.5 5a1 1 0 011 1v4.7l8.9-5.6c.8-.5 1.8.1 1.8 1v11.8c0 .9-1 1.5-1.8 1l-8.9-5.6V18a1 1 0 01-2 0V6a1 1 0 011-1z',
  next: 'M17.5 5a1 1 0 00-1 1v4.7L7.6 5.1c-.8-.5-1.8.1-1.8 1v11.8c0 .9 1 1.5 1.8 1l8.9-5.6V18a1 1 0 002 0V6a1 1 0 00-1-1z',
} as const;

const DRAWN = {
  save: 'M12 4v11m0 0l-4-4m4 4l4-4M5 16v2a2 2 0 002 2h10a2 2 0 002-2v-2',
  film: 'M5 5h14a1 1 0 011 1v12a1 1 0 01-1 1H5a1 1 0 01-1-1V6a1 1 0 011-1zM8 5v14M16 5v14M4 9.7h4M4 14.3h4M16 9.7h4M16 14.3h4',
} as const;

type GlyphName = keyof typeof SOLID | keyof typeof DRAWN;

export function Glyph({ name, size = 22 }: { name: GlyphName; size?: number }) {
  if (!(name in SOLID)) return <Strokes path={DRAWN[name as keyof typeof DRAWN]} size={size} />;
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <path d={SOLID[name as keyof typeof SOLID]} />
    </svg>
  );
}
