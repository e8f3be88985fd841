/** A match being shown: its table as it was, and under it everything that moves through time. */
import { useEffect, useMemo, useReducer } from 'preact/hooks';
import { navigate, formatCode } from '../route.ts';
import { Brand } from '../ui/brand.tsx';
import { Icon } from '../ui/icon.tsx';
import { ReplayControls } from './controls.tsx';
import { Glyph } from './glyph.tsx';
import { useReplayKeys } from './keys.ts';
import type { OpenedReplay } from './open-replay.ts';
import type { Playback } from './playback.ts';
import { clockTime } from './time.ts';
import '../table/open-table.css';

export function ReplayScreen({ replay }: { replay: OpenedReplay }) {
  const { playback, title, Table } = replay;
  const { connection } = playback;
  usePlayback(playback);
  useReplayKeys(playback);
  // Who came to watch need not press anything.
  useEffect(() => playback.toggle(), [playback]);
  // The game's view names the page after whose turn it is: every time, this comes after it.
  useEffect(() => void (document.title = `${title} · Replay · Greenroom`));

  return (
    <div class="open-table replay__page">
      <header class="table-head">
        <Brand />
        <h1 class="table-head__title">
          <span class="table-head__game">{title}</span>
          <span class="table-head__code" title="The code of the table it was played at">
            {formatCode(connection.code)}
          </span>
        </h1>
        <span class="table-head__watching">
          <Glyph name="film" size={18} /> Replay
        </span>
        <nav class="table-head__tools" aria-label="File and lobby">
          <SaveLink replay={replay} />
          <button
            type="button"
            class="icon-button"
            aria-label="To the lobby"
            title="To the lobby"
            onClick={() => navigate({ page: 'lobby' })}
          >
            <Icon name="door" />
          </button>
        </nav>
      </header>
      <div class="replay__stage" data-replay>
        <div class="replay__table" aria-busy={playback.busy}>
          <Table key={playback.viewer ?? ''} connection={connection} />
        </div>
      </div>
      <Notice text={noticeFor(replay)} />
      <ReplayControls playback={playback} />
    </div>
  );
}

/** Draws again after every change. */
function usePlayback(playback: Playback): void {
  const [, changed] = useReducer((count: number, _: void) => count + 1, 0);
  useEffect(() => {
    changed();
    return playback.subscribe(() => changed());
  }, [playback]);
}

/** The file as it came. */
function SaveLink({ replay: { bytes, recording } }: { replay: OpenedReplay }) {
  const url = useMemo(
    () => URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' })),
    [bytes],
  );
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return (
    <a
      class="icon-button"
      href={url}
      download={`${recording.start.matchId}.replay`}
      aria-label="Save the replay as a file"
      title="Save the replay as a file"
    >
      <Glyph name="save" />
    </a>
  );
}

/** What has to be said about what is shown, or is not. */
function noticeFor({ playback, recording }: OpenedReplay): string | undefined {
  if (playback.divergence) {
    const end = clockTime(playback.msOf(playback.end));
    if (playback.divergence.refused !== undefined)
      return `After ${end} this file has something that no table lets in: it is damaged, or not a replay.`;
    return `This replay was made by another version of the game; it cannot be shown past ${end}.`;
  }
  if (!playback.atEnd) return undefined;
  if (recording.end?.kind === 'failed') return 'Here the table broke down, and the match with it.';
  if (recording.end?.kind === 'voided') return 'Here the house got a new version, and the match could not go on.';
  return undefined;
}

function Notice({ text }: { text: string | undefined }) {
  return (
    <div role="status">
      {text !== undefined && (
        <p class="replay__notice">
          <Icon name="alert" size={18} />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}
