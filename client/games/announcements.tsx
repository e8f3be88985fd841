/** Announces the events of a game to screen readers. */
import { useEffect, useRef, useState } from 'preact/hooks';

interface Props<View> {
  view: View;
  /** What has changed since the view before, as sentences. */
  changes: (before: View | undefined, after: View) => readonly string[];
}

export function Announcements<View>({ view, changes }: Props<View>) {
  const before = useRef<View | undefined>(undefined);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const sentences = changes(before.current, view);
    before.current = view;
    if (sentences.length > 0) setSaid(sentences.join(' '));
  }, [view]);
  return (
    <p class="unseen" role="log" aria-live="polite">
      {said}
    </p>
  );
}
