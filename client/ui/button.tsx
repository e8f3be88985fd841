import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import './button.css';

/** primary: the main action · secondary: another one · quiet: less prominent · ember: a destructive one. */
export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'ember';

type Props = Omit<ButtonHTMLAttributes, 'class'> & {
  class?: string;
  kind?: ButtonKind;
  /** A key with the same action, shown to visitors with a keyboard. */
  shortcut?: string;
  children: ComponentChildren;
};

export function Button({ kind = 'secondary', shortcut, children, class: extra = '', ...rest }: Props) {
  return (
    <button type="button" class={`button button--${kind} ${extra}`} aria-keyshortcuts={shortcut} {...rest}>
      <span class="button__label">{children}</span>
      {shortcut && <kbd aria-hidden="true">{shortcut}</kbd>}
    </button>
  );
}
