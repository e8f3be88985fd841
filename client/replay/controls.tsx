/** The controls of a replay: play and pause, the seek bar, the speed, and the viewer. */
import { nameInText } from '../../shared/names.ts';
import { Icon } from '../ui/icon.tsx';
import { Glyph } from './glyph.tsx';
import { SPEEDS, type Playback, type Speed } from './playback.ts';
import { SeekBar } from './seek-bar.tsx';

export function ReplayControls({ playback }: { playback: Playback }) {
  const { playing, atEnd } = playback;
  const label = playing ? 'Pause' : atEnd ? 'Play again' : 'Play';
  return (
    <section class="transport" aria-label="Replay">
      <SeekBar playback={playback} />
      <div class="transport__row">
        <div class="transport__moves">
          <MarkButton playback={playback} direction="previous" />
          <button
            type="button"
            class="transport__play"
            aria-label={label}
            title={`${label} (Space)`}
            aria-keyshortcuts="Space"
            onClick={() => playback.toggle()}
          >
            <Glyph name={playing ? 'pause' : 'play'} size={26} />
          </button>
          <MarkButton playback={playback} direction="next" />
        </div>
        <SpeedChoice playback={playback} />
        <ViewerChoice playback={playback} />
      </div>
    </section>
  );
}

/** Jumps to the timeline mark before or after the current tick. */
function MarkButton({ playback, direction }: { playback: Playback; direction: 'previous' | 'next' }) {
  const mark = playback.adjacentMark(direction);
  const label = direction === 'previous' ? 'Previous mark' : 'Next mark';
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={mark ? `${label}: ${mark.text}` : label}
      disabled={mark === undefined}
      onClick={() => mark && playback.seek(mark.tick)}
    >
      <Glyph name={direction} />
    </button>
  );
}

function SpeedChoice({ playback }: { playback: Playback }) {
  return (
    <label class="transport__speed" title="Speed">
      <span class="unseen">Speed</span>
      <select
        value={playback.speed}
        onChange={(event) => {
          const chosen = SPEEDS.find((speed) => speed === Number(event.currentTarget.value));
          if (chosen !== undefined) playback.setSpeed(chosen);
        }}
      >
        {SPEEDS.map((speed: Speed) => (
          <option key={speed} value={speed}>
            {speed === 0.5 ? '½' : speed}×
          </option>
        ))}
      </select>
    </label>
  );
}

function ViewerChoice({ playback }: { playback: Playback }) {
  const { viewer, timeline } = playback;
  const viewers = [{ player: undefined, name: 'Spectator', seat: undefined }, ...timeline.seated];
  return (
    <fieldset class="viewers">
      <legend class="unseen">Viewer</legend>
      {viewers.map(({ player, name, seat }) => (
        <label
          key={player ?? ''}
          class="viewers__option option"
          title={player === undefined ? 'As a spectator' : `As ${nameInText(name)} saw it`}
        >
          <input type="radio" name="viewer" checked={viewer === player} onChange={() => playback.watchAs(player)} />
          <span>
            {seat === undefined ? (
              <Icon name="eye" size={18} />
            ) : (
              <i class="viewers__cup" style={{ '--cup': `var(--cup-${seat % 6})` }} />
            )}
            <b class="one-line">
              <bdi>{name}</bdi>
            </b>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
