import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import './button.css';

/** primary: the one thing to do · secondary: another · quiet: in the background · ember: doubt. */
export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'ember';

type Props = Omit<ButtonHTMLAttributes, 'class'> & {
  class?: string;
  kind?: ButtonKind;
  /** The key that does the same, shown to those with a keyboard. */
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
