/** Which game it is to be: a card for each. */
import { useId } from 'preact/hooks';
import { GAME_NAMES, clientGame, DEFAULT_GAME } from '../games/index.ts';
import { browserStorage } from '../storage.ts';
import './game-choice.css';

const KEY = 'greenroom.game';

/** The game this browser chose last. */
export function loadGame(): string {
  const name = browserStorage.get(KEY) ?? DEFAULT_GAME;
  return clientGame(name) ? name : DEFAULT_GAME;
}

export function saveGame(game: string): void {
  browserStorage.set(KEY, game);
}

export function GameChoice({ game, onGame }: { game: string; onGame: (game: string) => void }) {
  const group = useId();
  return (
    <fieldset class="game-choice">
      <legend class="unseen">Game</legend>
      {GAME_NAMES.map((name) => (
        <label key={name} class="game-choice__card" data-game={name}>
          <input type="radio" name={group} checked={name === game} onChange={() => onGame(name)} />
          <span class="game-choice__face">
            <Sign game={name} />
            <b>{clientGame(name)?.title}</b>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Sign({ game }: { game: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      {game === 'arena' ? (
        <>
          <circle cx="16" cy="16" r="9" fill="none" stroke="currentColor" stroke-width="2.5" />
          <circle cx="16" cy="16" r="2.600" fill="currentColor" />
          <path d="M16 2v8M16 22v8M2 16h8M22 16h8" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" />
        </>
      ) : (
        <>
          <rect x="4" y="4" width="24" height="24" rx="6" fill="none" stroke="currentColor" stroke-width="2.5" />
          <g fill="currentColor">
            <circle cx="11" cy="11" r="2.400" />
            <circle cx="21" cy="11" r="2.400" />
            <circle cx="16" cy="16" r="2.400" />
            <circle cx="11" cy="21" r="2.400" />
            <circle cx="21" cy="21" r="2.400" />
          </g>
        </>
      )}
    </svg>
  );
}
