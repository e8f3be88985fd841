import { useId, useState } from 'preact/hooks';
import { parseCode } from '../route.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';

/** Joins a table by its code or a pasted link. */
export function JoinByCode({ busy, onJoin }: { busy: boolean; onJoin: (code: string) => void }) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const id = useId();
  return (
    <Form
      class="join-code"
      onSend={() => {
        const code = parseCode(text);
        setWrong(code === undefined);
        if (code !== undefined) onJoin(code);
      }}
    >
      <div class="field">
        <label for={id}>Have a code or a link?</label>
        <div class="join-code__row">
          <input
            id={id}
            class="field__input join-code__input"
            value={text}
            placeholder="ABCDE"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            enterkeyhint="go"
            aria-invalid={wrong}
            aria-describedby={wrong ? `${id}-wrong` : undefined}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setWrong(false);
            }}
          />
          <Button type="submit" disabled={busy}>
            Join
          </Button>
        </div>
      </div>
      {wrong && (
        <p id={`${id}-wrong`} class="join-code__wrong" role="alert">
          A code has five letters, like KRTWZ, or ten at a private table.
        </p>
      )}
    </Form>
  );
}
