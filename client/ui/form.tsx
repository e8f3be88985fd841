/** A form that is handled by the page. Sandboxed frames block form submission silently, so it listens to the submit button instead. */
import type { ComponentChildren } from 'preact';

interface Props {
  class: string;
  /** Called when the submit button is clicked, or Enter is pressed in a field. */
  onSend: () => void;
  /** Includes a submit button. */
  children: ComponentChildren;
}

export function Form({ class: name, onSend, children }: Props) {
  return (
    <form
      class={name}
      onClick={(event) => {
        // Browsers also click the submit button when Enter is pressed.
        if (!(event.target instanceof Element) || event.target.closest('button[type="submit"]') === null) return;
        event.preventDefault();
        if (event.currentTarget.reportValidity()) onSend();
      }}
    >
      {children}
    </form>
  );
}
