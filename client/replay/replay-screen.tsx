/** A replay that plays: the table as it was, and the controls below it. */
import { pageTitle } from '../site.ts';
import { useEffect, useMemo } from 'preact/hooks';
import { useTable } from '../hooks/preact.ts';
import { navigate } from '../route.ts';
import { TableFrame } from '../table/table-frame.tsx';
import { Icon } from '../ui/icon.tsx';
import { ReplayControls } from './controls.tsx';
import { Glyph } from './glyph.tsx';
import { useReplayKeys } from './keys.ts';
import type { OpenedReplay } from './open-replay.ts';
import { clockTime } from './time.ts';

export function ReplayScreen({ replay }: { replay: OpenedReplay }) {
  const { playback, title, Table } = replay;
  const { connection } = playback;
  useTable(playback);
  useReplayKeys(playback);
  // Starts without a click.
  useEffect(() => playback.toggle(), [playback]);
  // After every render, since the game's view sets a title of its own.
  useEffect(() => void (document.title = pageTitle(title, 'Replay')));

  return (
    <TableFrame
      class="replay__page"
      title={title}
      code={connection.code}
      badge={
        <>
          <Glyph name="film" size={18} /> Replay
        </>
      }
      tools={<SaveLink replay={replay} />}
      leaveLabel="To the lobby"
      onLeave={() => navigate({ page: 'lobby' })}
    >
      <div class="replay__stage" data-replay>
        <div class="replay__table" aria-busy={playback.busy}>
          <Table key={playback.viewer ?? ''} table={connection} />
        </div>
      </div>
      <Notice text={noticeFor(replay)} />
      <ReplayControls playback={playback} />
    </TableFrame>
  );
}

/** Downloads the replay file unchanged. */
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

/** Why the replay stops early, or how the match broke off; undefined where neither applies. */
function noticeFor({ playback, recording }: OpenedReplay): string | undefined {
  if (playback.divergence) {
    const end = clockTime(playback.msOf(playback.end));
    if (playback.divergence.refused !== undefined)
      return `After ${end} this file has an entry that no match accepts: it is damaged, or not a replay.`;
    return `This replay was made by another version of the game. It cannot be shown past ${end}.`;
  }
  if (!playback.atEnd) return undefined;
  if (recording.end?.kind === 'failed') return 'The match ended here because of an error.';
  if (recording.end?.kind === 'voided') return 'The match ended here because the server was updated.';
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
