/** Emotes: sending and showing them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Emote } from '../../../shared/games/liars-dice/constants.ts';
import type { TableOfDice } from './table-of-dice.ts';
import { Icon } from '../../ui/icon.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import './emotes.css';

const SHOWN_MS = 2_600;

/** The text of each emote. */
const SAYS: Record<Emote, string> = {
  cheers: 'Cheers!',
  laugh: 'Ha ha!',
  doubt: 'Hmm…',
  gasp: 'What?!',
  clap: 'Well played',
  sorry: 'Oops',
};

function isEmote(value: unknown): value is Emote {
  return typeof value === 'string' && Object.hasOwn(SAYS, value);
}

export interface ShownEmote {
  id: number;
  emote: Emote;
}

/** The emotes shown now, by seat. */
export function useEmotes(table: TableOfDice): ReadonlyMap<number, ShownEmote> {
  const [shown, setShown] = useState<ReadonlyMap<number, ShownEmote>>(new Map());
  useEffect(() => {
    let last = 0;
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const stop = table.on('emote', ({ seat, emote }) => {
      const id = (last += 1);
      setShown((before) => new Map(before).set(seat, { id, emote }));
      const timer = setTimeout(() => {
        timers.delete(timer);
        setShown((before) =>
          before.get(seat)?.id === id ? new Map([...before].filter(([other]) => other !== seat)) : before,
        );
      }, SHOWN_MS);
      timers.add(timer);
    });
    return () => {
      stop();
      for (const timer of timers) clearTimeout(timer);
    };
  }, [table]);
  return shown;
}

export function EmoteBubble({ emote: { id, emote } }: { emote: ShownEmote }) {
  return (
    <span key={id} class="emote-bubble">
      {SAYS[emote]}
    </span>
  );
}

/** A button that opens the emotes; so does E, and digits pick one while they are open. */
export function EmotePicker({ onEmote }: { onEmote: (emote: Emote) => void }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  useShortcuts({ e: () => setOpen(!open), escape: open ? () => close() : undefined });

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    first.current?.focus();
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, [open]);

  return (
    <div class="emotes" ref={root}>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label="Emotes"
        title="Emotes (E)"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="smile" />
      </button>
      {open && (
        <div class="emotes__menu" role="group" aria-label="Emotes">
          {Object.entries(SAYS).map(([emote, says], index) => (
            <button
              key={emote}
              ref={index === 0 ? first : undefined}
              type="button"
              class="emotes__one"
              onClick={() => {
                if (isEmote(emote)) onEmote(emote);
                close();
              }}
            >
              {says}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
