/** The arena's page. The renderer is loaded when it is needed. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TableOfArena } from './table-of-arena.ts';
import type { RealTime } from '../../connection/real-time.ts';
import { Page, LoadingPage } from '../../table/page.tsx';
import { Button } from '../../ui/button.tsx';
import { Announcer } from './announcer.tsx';
import { Hud } from './hud/hud.tsx';
import { useArenaView } from './hud/use-arena-view.ts';
import type { GameLoop } from './game-loop.ts';
import { loadMuted } from './sound/muted.ts';
import { Sounds } from './sound/sounds.ts';
import './arena.css';

export function ArenaTable({ table }: { table: TableOfArena }) {
  const { realTime } = table;
  if (realTime) return <LoadedArena table={table} realTime={realTime} />;
  return (
    <Page>
      <h2>The arena cannot be shown</h2>
      <p>This page cannot run real-time games. Reload it to get the latest version.</p>
    </Page>
  );
}

function LoadedArena({ table, realTime }: { table: TableOfArena; realTime: RealTime }) {
  const surface = useRef<HTMLDivElement>(null);
  const view = useArenaView(table);
  const sounds = useMemo(() => new Sounds(loadMuted()), [table]);
  const { loop, failed } = useGameLoop(table, realTime, sounds, surface);
  const touch = useTouch(surface);
  const me = table.seat;
  return (
    <main class="arena" data-phase={view?.phase} data-drawn={loop !== undefined} data-touch={touch}>
      <div ref={surface} class="arena__surface" />
      {view && <Announcer view={view} me={me} />}
      {failed && <RenderFailed />}
      {!failed && (!loop || !view) && (
        <div class="arena__waiting">
          <LoadingPage text="Loading the arena…" />
        </div>
      )}
      {loop && view && <Hud {...{ loop, realTime, sounds, view, me, touch }} delayMs={table.delayMs} />}
    </main>
  );
}

function RenderFailed() {
  return (
    <Page>
      <h2>The arena cannot be shown</h2>
      <p>The graphics did not load, or this browser does not support WebGL.</p>
      <Button kind="primary" onClick={() => location.reload()}>
        Load again
      </Button>
    </Page>
  );
}

/** Runs the game loop on a canvas as large as the surface. */
function useGameLoop(
  table: TableOfArena,
  realTime: RealTime,
  sounds: Sounds,
  surface: { readonly current: HTMLDivElement | null },
): { loop: GameLoop | undefined; failed: boolean } {
  const [loop, setLoop] = useState<GameLoop>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const place = surface.current;
    if (!place) return;
    const away = new AbortController();
    const canvas = document.createElement('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', 'The arena');
    place.prepend(canvas);
    let opened: GameLoop | undefined;
    const watcher = new ResizeObserver(() => opened?.renderer.resize(place.clientWidth, place.clientHeight));
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const open = async () => {
      try {
        const { GameLoop: LoadedLoop } = await import('./game-loop.ts');
        const next = await LoadedLoop.open({ canvas, surface: place, table, realTime, sounds, calm });
        if (away.signal.aborted) return next.destroy();
        opened = next;
        next.renderer.resize(place.clientWidth, place.clientHeight);
        watcher.observe(place);
        setLoop(next);
      } catch {
        if (!away.signal.aborted) setFailed(true);
      }
    };
    void open();
    // A player who arrived by a click on this page hears the countdown: browsers allow sound after an interaction.
    if (navigator.userActivation?.hasBeenActive) sounds.wake();
    for (const type of ['pointerdown', 'keydown'] as const)
      addEventListener(type, () => sounds.wake(), { signal: away.signal });
    return () => {
      away.abort();
      watcher.disconnect();
      opened?.destroy();
      sounds.destroy();
      canvas.remove();
      setLoop(undefined);
    };
  }, [table, realTime, sounds]);
  return { loop, failed };
}

/** Whether to show touch controls: from the first touch on, or at once if there is no finer pointer. */
function useTouch(surface: { readonly current: HTMLDivElement | null }): boolean {
  const [touch, setTouch] = useState(() => matchMedia('(pointer: coarse) and (hover: none)').matches);
  useEffect(() => {
    const place = surface.current;
    const look = (event: PointerEvent) => setTouch(event.pointerType === 'touch');
    place?.addEventListener('pointerdown', look);
    return () => place?.removeEventListener('pointerdown', look);
  }, []);
  return touch;
}
