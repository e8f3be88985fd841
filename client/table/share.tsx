/** Bringing friends: the system's share sheet where there is one, the clipboard elsewhere. */
import { linkTo, formatCode } from '../route.ts';
import { Icon } from '../ui/icon.tsx';
import { toast } from '../ui/toasts.tsx';

/** Shares or copies the link to a table. */
export async function share(code: string): Promise<void> {
  const url = linkTo(code);
  // Desktop share sheets are a detour: there a copied link is what people want.
  if (matchMedia('(pointer: coarse)').matches && typeof navigator.share === 'function') {
    try {
      return await navigator.share({
        title: 'A table at Greenroom',
        text: `Join me at table ${formatCode(code)}`,
        url,
      });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
    }
  }
  await copy(code);
}

export async function copy(code: string): Promise<void> {
  const url = linkTo(code);
  try {
    await navigator.clipboard.writeText(url);
    toast('Link copied. Send it to your friends.');
  } catch {
    // Without a secure origin there is no clipboard: show the link to copy by hand.
    prompt('The link to this table', url);
  }
}

export function ShareButton({ code }: { code: string }) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label="Share the table’s link"
      title="Share the table’s link"
      onClick={() => void share(code)}
    >
      <Icon name="share" />
    </button>
  );
}
