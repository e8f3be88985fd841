/** The visitor's last matches, each with a button to its replay. */
import { rememberedMatches } from '../connection/match-memory.ts';
import { clientGame } from '../games/index.ts';
import { navigate } from '../route.ts';
import { Button } from '../ui/button.tsx';
import './last-matches.css';

export function LastMatches() {
  const matches = rememberedMatches();
  if (matches.length === 0) return null;
  return (
    <section class="last-matches" aria-labelledby="last-matches">
      <h2 id="last-matches">Your last matches</h2>
      <ul>
        {matches.map(({ match, game, at }) => (
          <li key={match}>
            <span>
              <strong>{match.slice(0, match.indexOf('-'))}</strong> {clientGame(game)?.title ?? game}
            </span>
            <time dateTime={new Date(at).toISOString()}>{when(at)}</time>
            <Button onClick={() => navigate({ page: 'replay', match })}>Watch</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The time for a match of today, the date for an older one. */
function when(at: number): string {
  const date = new Date(at);
  return date.toDateString() === new Date().toDateString()
    ? date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString([], { day: 'numeric', month: 'short' });
}
