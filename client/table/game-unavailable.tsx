/** In place of a game that cannot be shown. A reload helps in both cases: browsers cache a failed import, and a newer page may know the game. */
import type { ViewProblem } from '../games/use-game-view.ts';
import { Button } from '../ui/button.tsx';
import { Page } from './page.tsx';

const TEXTS: Record<ViewProblem, { title: string; text: string }> = {
  unknown: {
    title: 'Unknown game',
    text: 'This page does not know this game. A newer version might: load the page again.',
  },
  failed: { title: 'The game did not load', text: 'Check your connection and load the page again.' },
};

export function GameUnavailable({ problem, onLeave }: { problem: ViewProblem; onLeave: () => void }) {
  const { title, text } = TEXTS[problem];
  return (
    <Page>
      <h2>{title}</h2>
      <p>{text}</p>
      <div class="page__actions">
        <Button kind="primary" onClick={() => location.reload()}>
          Load again
        </Button>
        <Button onClick={onLeave}>To the lobby</Button>
      </div>
    </Page>
  );
}
