/** How a game is played. It shows nothing until the rules have loaded. */
import { createElement, type FunctionComponent } from 'preact';
import type { Load } from '../../shared/app.ts';
import { usePart } from '../games/use-part.ts';
import { Dialog } from '../ui/dialog.tsx';
import { toast } from '../ui/toasts.tsx';

interface Props {
  /** The game's name, for people. */
  title: string;
  rules: Load<FunctionComponent>;
  onClose: () => void;
}

export function RulesDialog({ title, rules, onClose }: Props) {
  const Rules = usePart(rules, () => {
    toast('The rules did not load. Reload the page to try again.');
    onClose();
  });
  return (
    Rules && (
      <Dialog title={`How to play ${title}`} onClose={onClose}>
        {createElement(Rules, {})}
      </Dialog>
    )
  );
}
