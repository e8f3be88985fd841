/** In place of a game that cannot be shown. Browsers remember a failed import, and a newer page may know the game: both need a reload. */
import type { ViewProblem } from '../games/use-game-view.ts';
import { Button } from '../ui/button.tsx';
import { Page } from './page.tsx';

const WORDS: Record<ViewProblem, { title: string; text: string }> = {
  unknown: { title: 'We don’t know this game', text: 'This page cannot show what is played here. A newer one might.' },
  'no-practice': { title: 'This game has no practice', text: 'It has no bots that you could play against.' },
  failed: { title: 'The table did not load', text: 'Check your connection and load the page again.' },
};

export function GameUnavailable({ problem, onLeave }: { problem: ViewProblem; onLeave: () => void }) {
  const { title, text } = WORDS[problem];
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
