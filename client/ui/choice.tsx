import { useId } from 'preact/hooks';
import './choice.css';

/** Radio buttons side by side. */
export function Choice<Value extends string | number>(props: {
  label: string;
  value: Value;
  options: readonly { value: Value; text: string }[];
  onChoose: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{props.label}</legend>
      <div class="choice__options">
        {props.options.map(({ value, text }) => (
          <label key={value} class="choice__option option">
            <input type="radio" name={name} checked={value === props.value} onChange={() => props.onChoose(value)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
