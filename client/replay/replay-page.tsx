/** The replay page: gets the replay file of a match from the server or the visitor, and plays it. */
import { pageTitle } from '../site.ts';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { REPLAY_BOUNDS } from '../../shared/runtime/host.ts';
import { MATCH_ID } from '../../shared/wire.ts';
import { navigate } from '../route.ts';
import { Page, LoadingPage } from '../table/page.tsx';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { fetchReplay } from './fetch-replay.ts';
import { FileChoice, FileButton, useDroppedFile } from './file-choice.tsx';
import { ReplayPending } from './replay-pending.tsx';
import type { OpenedReplay } from './open-replay.ts';
import { practiceReplay } from './practice-replay.ts';
import { ReplayScreen } from './replay-screen.tsx';
import { ReplayError, replayErrorCode, explainReplayError, type ReplayErrorCode } from './replay-errors.ts';
import './replay.css';

type PageState =
  | { step: 'choosing' }
  | { step: 'loading' }
  /** The match is still running, or never existed: the server does not say which. */
  | { step: 'missing' }
  | { step: 'trouble'; code: ReplayErrorCode }
  | { step: 'open'; replay: OpenedReplay };

export function ReplayPage({ match }: { match: string | undefined }) {
  const [now, setNow] = useState<PageState>({ step: match === undefined ? 'choosing' : 'loading' });
  const latest = useRef(0);

  /** Shows the result, unless something else was requested meanwhile. */
  const follow = useCallback(async (coming: Promise<PageState>) => {
    const turn = (latest.current += 1);
    const next = await coming;
    if (turn === latest.current) setNow(next);
    else if (next.step === 'open') next.replay.playback.close();
  }, []);
  const load = useCallback(() => match !== undefined && void follow(ofMatch(match)), [match]);
  const openFile = useCallback((file: File) => {
    setNow({ step: 'loading' });
    void follow(ofFile(file));
  }, []);
  const dragging = useDroppedFile(openFile);

  useEffect(() => {
    load();
    return () => void (latest.current += 1);
  }, [load]);
  useEffect(() => {
    if (now.step !== 'open') document.title = pageTitle('Replay');
    if (now.step === 'open') return () => now.replay.playback.close();
  }, [now]);

  return (
    <div class="replay" data-dragging={dragging}>
      {now.step === 'choosing' && <FileChoice onFile={openFile} />}
      {now.step === 'loading' && <LoadingPage text="Loading the replay…" />}
      {now.step === 'missing' && match !== undefined && <ReplayPending key={match} match={match} onRetry={load} />}
      {now.step === 'trouble' && (
        <ReplayErrorPage
          code={now.code}
          onFile={openFile}
          onAgain={() => {
            setNow({ step: 'loading' });
            load();
          }}
        />
      )}
      {now.step === 'open' && <ReplayScreen replay={now.replay} />}
    </div>
  );
}

/** Preloads what the replays of a game need, so that they work later without a server. */
export async function prepareReplay(game: string): Promise<void> {
  await (await import('./open-replay.ts')).prepare(game);
}

async function ofMatch(match: string): Promise<PageState> {
  if (!MATCH_ID.test(match)) return { step: 'trouble', code: 'no-match' };
  const own = practiceReplay(match);
  if (own !== undefined) return opened(own);
  const fetched = await fetchReplay(match);
  if (fetched.kind === 'missing') return { step: 'missing' };
  if (fetched.kind === 'unreachable') return { step: 'trouble', code: 'unreachable' };
  return opened(fetched.bytes);
}

async function ofFile(file: File): Promise<PageState> {
  if (file.size > REPLAY_BOUNDS.bytes) return { step: 'trouble', code: 'too-large' };
  try {
    return await opened(await file.bytes());
  } catch {
    // A folder, or a file that was deleted meanwhile.
    return { step: 'trouble', code: 'foreign' };
  }
}

async function opened(bytes: Uint8Array): Promise<PageState> {
  try {
    const { openReplay } = await import('./open-replay.ts').catch((cause: unknown) => {
      throw new ReplayError('not-loaded', { cause });
    });
    return { step: 'open', replay: await openReplay(bytes) };
  } catch (error) {
    return { step: 'trouble', code: replayErrorCode(error) };
  }
}

function ReplayErrorPage(props: { code: ReplayErrorCode; onFile: (file: File) => void; onAgain: () => void }) {
  const { title, text, remedy } = explainReplayError(props.code);
  return (
    <Page>
      <h1>{title}</h1>
      <p role="alert">{text}</p>
      <div class="page__actions">
        {remedy === 'again' && (
          <Button kind="primary" onClick={props.onAgain}>
            Try again
          </Button>
        )}
        {remedy === 'reload' && (
          <Button kind="primary" onClick={() => location.reload()}>
            Load again
          </Button>
        )}
        {remedy === 'file' && <FileButton onFile={props.onFile}>Choose another file</FileButton>}
        <ToLobby />
      </div>
      <Brand />
    </Page>
  );
}

function ToLobby() {
  return <Button onClick={() => navigate({ page: 'lobby' })}>To the lobby</Button>;
}
