import { useState } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import type { Actions } from './actions.ts';

/** The rematch question, which has a deadline. `question`: its number, undefined once answered. */
export function Rematch({ question, actions }: { question: number | undefined; actions: Actions }) {
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
