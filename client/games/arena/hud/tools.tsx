/** Buttons beside the game: sound, scores and network figures. */
import { Glyph, type GlyphName } from './glyph.tsx';
import './tools.css';

interface Tool {
  glyph: GlyphName;
  name: string;
  keys: string;
  on: boolean;
  onPress: () => void;
}

export function Tools({ tools }: { tools: readonly Tool[] }) {
  return (
    <div class="arena-tools" role="toolbar" aria-label="Arena">
      {tools.map(({ glyph, name, keys, on, onPress }) => (
        <button
          key={name}
          type="button"
          class="arena-tools__button"
          aria-label={name}
          aria-pressed={on}
          title={`${name} (${keys})`}
          onClick={(event) => {
            onPress();
            // After a click with the mouse, the keys control the fighter again.
            if (event.detail > 0) event.currentTarget.blur();
          }}
        >
          <Glyph name={glyph} />
        </button>
      ))}
    </div>
  );
}
