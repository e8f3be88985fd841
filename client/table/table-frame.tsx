/** The page frame around a game, for open tables, practice and replays: the header with its buttons, and the rules. */
import type { ComponentChildren, FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { formatCode } from '../route.ts';
import { Brand } from '../ui/brand.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import './table-frame.css';

interface Props {
  /** The game's name. */
  title: string;
  code?: string;
  class?: string;
  /** What kind of visit this is, such as "Watching". */
  badge?: ComponentChildren;
  /** Adds a button that opens the rules; the key `?` opens them too. */
  Rules?: FunctionComponent | undefined;
  /** Buttons before those of the frame. */
  tools?: ComponentChildren;
  /** What the last button and the logo do. */
  leaveLabel: string;
  onLeave: () => void;
  children: ComponentChildren;
}

export function TableFrame(props: Props) {
  const { title, code, class: extra = '', badge, Rules, tools, leaveLabel, onLeave, children } = props;
  const [showsRules, setShowsRules] = useState(false);
  const openRules = () => setShowsRules(true);
  useShortcuts({ '?': Rules && openRules });
  return (
    <div class={`open-table ${extra}`}>
      <header class="table-head">
        <Brand onLeave={onLeave} />
        <h1 class="table-head__title">
          <span class="table-head__game">{title}</span>
          {code !== undefined && (
            <span class="table-head__code" title="The table’s code">
              {formatCode(code)}
            </span>
          )}
        </h1>
        {badge !== undefined && <span class="table-head__watching">{badge}</span>}
        <nav class="table-head__tools" aria-label="Table">
          {tools}
          {Rules && <ToolButton icon="help" label="How to play" hint="How to play (?)" onClick={openRules} />}
          <ToolButton icon="door" label={leaveLabel} onClick={onLeave} />
        </nav>
      </header>
      {children}
      {showsRules && Rules && (
        <Dialog title={`How to play ${title}`} onClose={() => setShowsRules(false)}>
          <Rules />
        </Dialog>
      )}
    </div>
  );
}

export function ToolButton(props: { icon: IconName; label: string; hint?: string; onClick: () => void }) {
  const { icon, label, hint = label, onClick } = props;
  return (
    <button type="button" class="icon-button" aria-label={label} title={hint} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
