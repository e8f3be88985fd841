/** The side panel: this round's calls, and the chat. On a small screen it is a sheet over the table. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import type { Actions } from './actions.ts';
import { Chat } from './chat.tsx';
import { History } from './history.tsx';
import type { TableView } from './table-view.ts';
import type { DiceTally } from './tally.ts';
import './side.css';

interface Props {
  view: TableView;
  me: number | undefined;
  tally: DiceTally;
  open: boolean;
  onOpen: (open: boolean) => void;
  actions: Actions;
}

export function Side({ view, me, tally, open, onOpen, actions }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const talk = () => {
    onOpen(true);
    input.current?.focus();
    // On a small screen, the sheet must be laid out before it can take the focus.
    requestAnimationFrame(() => input.current?.focus());
  };
  useShortcuts({ t: talk, '/': talk, escape: open ? () => onOpen(false) : undefined });
  return (
    <aside class="side" data-open={open} aria-label="Bids and chat">
      <button
        type="button"
        class="icon-button side__close"
        aria-label="Close bids and chat"
        onClick={() => onOpen(false)}
      >
        <Icon name="close" />
      </button>
      <History view={view} me={me} settled={tally.done} />
      <Chat view={view} me={me} input={input} onSay={actions.chat} />
    </aside>
  );
}

/** Opens the sheet on a small screen; on a large one the panel is always visible. */
export function TalkButton({
  unread,
  open,
  onOpen,
}: {
  unread: number;
  open: boolean;
  onOpen: (open: boolean) => void;
}) {
  return (
    <button
      type="button"
      class="icon-button talk-button"
      aria-expanded={open}
      aria-label={unread > 0 ? `Bids and chat, ${unread} new` : 'Bids and chat'}
      onClick={() => onOpen(!open)}
    >
      <Icon name="chat" />
      {unread > 0 && <span class="talk-button__new">{unread}</span>}
    </button>
  );
}

/** The number of lines that arrived while the sheet was closed. */
export function useUnread(view: TableView, open: boolean): number {
  const newest = view.chat.at(-1)?.at ?? 0;
  const [seen, setSeen] = useState(newest);
  useEffect(() => {
    if (open) setSeen(newest);
  }, [open, newest]);
  return open ? 0 : view.chat.filter(({ at }) => at > seen).length;
}
