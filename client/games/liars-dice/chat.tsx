import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { CHAT } from '../../../shared/games/liars-dice/constants.ts';
import { truncateText } from '../../../shared/runtime/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Form } from '../../ui/form.tsx';
import type { TableView } from './table-view.ts';
import './chat.css';

interface Props {
  view: TableView;
  me: number | undefined;
  input: RefObject<HTMLInputElement | null>;
  onSay: (text: string) => Promise<boolean>;
}

export function Chat({ view, me, input, onSay }: Props) {
  const [text, setText] = useState('');
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [view.chat.at(-1)?.at, view.chat.length]);

  const say = async () => {
    const line = text.trim();
    if (line === '') return;
    setText('');
    if (!(await onSay(line))) setText((typed) => typed || line);
  };
  return (
    <section class="chat" aria-labelledby="chat-title">
      <h2 id="chat-title">Chat</h2>
      <ol class="chat__lines" ref={list} aria-live="polite" tabIndex={0} aria-label="Chat">
        {view.chat.length === 0 && <li class="chat__none">Nobody has said a word yet.</li>}
        {view.chat.map((line, index) => (
          <li key={`${line.at}:${index}`} data-mine={line.seat >= 0 && line.seat === me}>
            <span class="chat__dot" style={line.seat >= 0 ? { '--cup': `var(--cup-${line.seat % 6})` } : undefined} />
            <span>
              <strong>
                <bdi>{line.name}</bdi>
              </strong>{' '}
              <bdi>{line.text}</bdi>
            </span>
          </li>
        ))}
      </ol>
      {me !== undefined && (
        <Form class="chat__form" onSend={() => void say()}>
          <input
            ref={input}
            class="field__input"
            value={text}
            placeholder="Say something"
            aria-label="Say something"
            autocomplete="off"
            enterkeyhint="send"
            onInput={(event) => setText(truncateText(event.currentTarget.value, CHAT.maxLength))}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          />
          <button type="submit" class="icon-button" aria-label="Send">
            <Icon name="send" />
          </button>
        </Form>
      )}
    </section>
  );
}
