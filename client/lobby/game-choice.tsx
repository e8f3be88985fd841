/** The choice of a game: one card each. */
import { useId } from 'preact/hooks';
import { clientGame, DEFAULT_GAME, GAME_NAMES } from '../games/index.ts';
import { usePart } from '../games/use-part.ts';
import { browserStorage } from '../storage.ts';
import './game-choice.css';

const KEY = 'greenroom.game';

/** The game that was chosen last in this browser. */
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
        <label key={name} class="game-choice__card option" data-game={name}>
          <input type="radio" name={group} checked={name === game} onChange={() => onGame(name)} />
          <GameCard game={name} />
        </label>
      ))}
    </fieldset>
  );
}

function GameCard({ game }: { game: string }) {
  const entry = clientGame(game);
  const art = usePart(entry?.lobbyArt);
  return (
    <span class="game-choice__face">
      {art ? <art.Sign /> : <svg viewBox="0 0 32 32" aria-hidden="true" />}
      <b>{entry?.title}</b>
    </span>
  );
}
