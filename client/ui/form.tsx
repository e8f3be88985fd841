/** A form that its page sees to. In a sandboxed frame browsers submit none, and do not even say so: its button is listened to instead. */
import type { ComponentChildren } from 'preact';

interface Props {
  class: string;
  /** Its button was used, or Enter pressed in a field. */
  onSend: () => void;
  /** One of them is a submit button. */
  children: ComponentChildren;
}

export function Form({ class: name, onSend, children }: Props) {
  return (
    <form
      class={name}
      onClick={(event) => {
        // Browsers click it, too, when Enter is pressed.
        if (!(event.target instanceof Element) || event.target.closest('button[type="submit"]') === null) return;
        event.preventDefault();
        if (event.currentTarget.reportValidity()) onSend();
      }}
    >
      {children}
    </form>
  );
}
