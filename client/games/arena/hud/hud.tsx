/** The HUD: everything drawn over the game. */
import { useLayoutEffect, useState } from 'preact/hooks';
import type { RealTime } from '../../../connection/real-time.ts';
import { useShortcuts } from '../../../ui/shortcuts.ts';
import { fighterAt, type ArenaView } from '../arena-view.ts';
import type { GameLoop } from '../game-loop.ts';
import { saveMuted } from '../sound/muted.ts';
import type { Sounds } from '../sound/sounds.ts';
import { Banner, Podium } from './banner.tsx';
import { Clock } from './clock.tsx';
import { Feed } from './feed.tsx';
import { Minimap } from './minimap.tsx';
import { NetworkPanel } from './network-panel.tsx';
import { Scoreboard } from './scoreboard.tsx';
import { Tools } from './tools.tsx';
import { Touch } from './touch.tsx';
import { HurtEdge, Vitals } from './vitals.tsx';
import { WatchBar } from './watch-bar.tsx';

interface Props {
  loop: GameLoop;
  realTime: RealTime;
  sounds: Sounds;
  view: ArenaView;
  me: number | undefined;
  touch: boolean;
  /** How far behind live a spectator sees it, in ms; undefined: live. */
  delayMs: number | undefined;
}

export function Hud({ loop, realTime, sounds, view, me, touch, delayMs }: Props) {
  const [muted, setMuted] = useState(sounds.muted);
  const [open, setOpen] = useState({ scores: false, network: false });
  const held = useTabHeld();
  const toggleSound = () => {
    sounds.wake();
    sounds.muted = !sounds.muted;
    saveMuted(sounds.muted);
    setMuted(sounds.muted);
  };
  const toggleScores = () => setOpen(({ scores, network }) => ({ scores: !scores, network }));
  const toggleNetwork = () => setOpen(({ scores, network }) => ({ scores, network: !network }));
  const own = fighterAt(view, me);
  useShortcuts({
    m: toggleSound,
    n: toggleNetwork,
    f3: toggleNetwork,
  });
  const shared = { loop, realTime, view, me };
  const tools = [
    { glyph: muted ? 'silence' : 'sound', name: 'Sound', keys: 'M', on: !muted, onPress: toggleSound },
    { glyph: 'scores', name: 'Scores', keys: 'Tab', on: open.scores, onPress: toggleScores },
    { glyph: 'network', name: 'Network', keys: 'N', on: open.network, onPress: toggleNetwork },
  ] as const;
  return (
    <div class="hud">
      <HurtEdge loop={loop} />
      <Clock {...shared} />
      <Banner {...shared} />
      <Minimap loop={loop} me={me} />
      <Feed view={view} me={me} />
      <Podium view={view} me={me} />
      {own ? <Vitals loop={loop} /> : <WatchBar loop={loop} view={view} delayMs={delayMs} />}
      {touch && own && <Touch loop={loop} />}
      {(open.scores || held) && <Scoreboard view={view} me={me} />}
      {open.network && <NetworkPanel loop={loop} realTime={realTime} />}
      <Tools tools={tools} />
    </div>
  );
}

/** Tab shows the scores during play; while a control has the focus, it moves the focus as usual. */
function useTabHeld(): boolean {
  const [held, setHeld] = useState(false);
  useLayoutEffect(() => {
    const away = new AbortController();
    const { signal } = away;
    let pointed = -Infinity;
    addEventListener('pointermove', (event) => void (pointed = event.timeStamp), { signal });
    addEventListener(
      'keydown',
      (event) => {
        const playing = document.activeElement === document.body && event.timeStamp - pointed < 10_000;
        if (event.key !== 'Tab' || event.shiftKey || !playing || document.querySelector('dialog[open]')) return;
        event.preventDefault();
        setHeld(true);
      },
      { signal },
    );
    addEventListener('keyup', (event) => event.key === 'Tab' && setHeld(false), { signal });
    addEventListener('blur', () => setHeld(false), { signal });
    return () => away.abort();
  }, []);
  return held;
}
