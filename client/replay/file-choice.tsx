/** Opens a replay file that the visitor chooses, or drops anywhere on the page. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { navigate } from '../route.ts';
import { Page } from '../table/page.tsx';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { Glyph } from './glyph.tsx';
import { LastMatches } from './last-matches.tsx';

interface Props {
  onFile: (file: File) => void;
}

export function FileChoice({ onFile }: Props) {
  return (
    <Page>
      <Brand />
      <h1>Watch a replay</h1>
      <p>See the whole match as any player saw it.</p>
      <LastMatches />
      <div class="drop-zone">
        <Glyph name="film" size={40} />
        <p>Drop a “.replay” file here, or</p>
        <FileButton onFile={onFile}>Choose a file</FileButton>
      </div>
      <Button kind="quiet" onClick={() => navigate({ page: 'lobby' })}>
        To the lobby
      </Button>
    </Page>
  );
}

export function FileButton({ onFile, children }: Props & { children: ComponentChildren }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button kind="primary" onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".replay"
        hidden
        aria-label="Replay file"
        onChange={(event) => {
          const { files } = event.currentTarget;
          if (files?.[0]) onFile(files[0]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

/** Calls back with a file that is dropped anywhere on the page. Returns whether one is being dragged over it. */
export function useDroppedFile(onFile: (file: File) => void): boolean {
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const holdsFile = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      setDragging(true);
    };
    addEventListener('dragenter', over, { signal });
    addEventListener('dragover', over, { signal });
    // `relatedTarget` is null only when the pointer leaves the page.
    addEventListener('dragleave', (event) => event.relatedTarget === null && setDragging(false), { signal });
    addEventListener(
      'drop',
      (event) => {
        if (!holdsFile(event)) return;
        event.preventDefault();
        setDragging(false);
        const file = event.dataTransfer?.files[0];
        if (file) onFile(file);
      },
      { signal },
    );
    return () => listening.abort();
  }, [onFile]);
  return dragging;
}
