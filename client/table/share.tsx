/** Inviting friends: opens the system's share sheet on phones, and copies the link elsewhere. */
import { siteTitle } from '../site.ts';
import { formatCode, linkTo } from '../route.ts';
import { toast } from '../ui/toasts.tsx';
import { ToolButton } from './table-frame.tsx';

/** Shares or copies the link to a table. */
export async function share(code: string): Promise<void> {
  const url = linkTo(code);
  // Share sheets on desktops take more clicks than a copied link.
  if (matchMedia('(pointer: coarse)').matches && typeof navigator.share === 'function') {
    try {
      return await navigator.share({
        title: `A table at ${siteTitle()}`,
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
    // Pages from an insecure origin have no clipboard.
    prompt('The link to this table', url);
  }
}

export function ShareButton({ code }: { code: string }) {
  return <ToolButton icon="share" label="Share the table’s link" onClick={() => void share(code)} />;
}
