import { useState } from 'preact/hooks';
import type { liarsDice } from '../../../shared/games/liars-dice/game.ts';
import type { Question } from '../../connection/table.ts';
import { Button } from '../../ui/button.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import type { Actions } from './actions.ts';

interface Props {
  /** Undefined once answered. */
  question: Question<typeof liarsDice> | undefined;
  actions: Actions;
}

/** The rematch question, which has a deadline. */
export function Rematch({ question, actions }: Props) {
  const [sending, setSending] = useState(false);
  const answer = async (again: boolean) => {
    if (question === undefined || sending) return;
    setSending(true);
    await actions.answer(question, again);
    setSending(false);
  };
  useShortcuts({ y: () => void answer(true), n: () => void answer(false) });
  if (question === undefined)
    return (
      <p class="rematch__wait" role="status">
        Waiting for the others…
      </p>
    );
  return (
    <div class="rematch" role="group" aria-label="Rematch">
      <Button class="button--large" shortcut="N" disabled={sending} onClick={() => void answer(false)}>
        No, thanks
      </Button>
      <Button kind="primary" class="button--large" shortcut="Y" disabled={sending} onClick={() => void answer(true)}>
        Play again
      </Button>
    </div>
  );
}
