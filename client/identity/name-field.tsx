import { useId } from 'preact/hooks';
import { fitName } from './name.ts';
import './name-field.css';

export function NameField({ name, onName }: { name: string; onName: (name: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>Your name</label>
      <input
        id={id}
        class="field__input"
        value={name}
        autocomplete="nickname"
        spellcheck={false}
        enterkeyhint="done"
        onInput={(event) => onName(fitName(event.currentTarget.value))}
      />
    </div>
  );
}
