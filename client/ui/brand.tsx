import { siteTitle } from '../site.ts';
import { navigate, pathOf } from '../route.ts';
import './brand.css';

/** The logo, a link to the lobby. */
export function Brand({ onLeave }: { onLeave?: () => void }) {
  return (
    <a
      class="brand"
      href={pathOf({ page: 'lobby' })}
      aria-label={`${siteTitle()}, to the lobby`}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        if (onLeave) onLeave();
        else navigate({ page: 'lobby' });
      }}
    >
      <svg class="brand__mark" viewBox="0 0 64 64" aria-hidden="true">
        <rect width="64" height="64" rx="15" fill="#134434" />
        <rect x="2.500" y="2.500" width="59" height="59" rx="13" fill="none" stroke="#d9b36c" stroke-width="3" />
        <g fill="#f6ecd6">
          <circle cx="20" cy="20" r="5.500" />
          <circle cx="44" cy="20" r="5.500" />
          <circle cx="20" cy="44" r="5.500" />
          <circle cx="44" cy="44" r="5.500" />
        </g>
        <path
          fill="#d9b36c"
          d="m32 22.500 2.700 6.100 6.600.700-4.900 4.400 1.400 6.500-5.800-3.300-5.800 3.300 1.400-6.500-4.900-4.400 6.600-.700z"
        />
      </svg>
      <span class="brand__name">{siteTitle()}</span>
    </a>
  );
}
