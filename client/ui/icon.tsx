const PATHS = {
  close: 'M6 6l12 12M18 6L6 18',
  share: 'M12 15V4m0 0L8 8m4-4l4 4M5 13v5a2 2 0 002 2h10a2 2 0 002-2v-5',
  copy: 'M9 9h9a1 1 0 011 1v9a1 1 0 01-1 1H9a1 1 0 01-1-1v-9a1 1 0 011-1zM5 15V5a1 1 0 011-1h9',
  door: 'M14 4H6a1 1 0 00-1 1v14a1 1 0 001 1h8M10 12h10m0 0l-3-3m3 3l-3 3',
  help: 'M9.2 9.2a2.9 2.9 0 115 2c-1 .9-2.200 1.400-2.200 2.800M12 17.500v.01',
  chat: 'M5 5h14a1 1 0 011 1v9a1 1 0 01-1 1h-7l-4.500 4v-4H5a1 1 0 01-1-1V6a1 1 0 011-1z',
  smile: 'M12 20a8 8 0 100-16 8 8 0 000 16zM9 10v.01M15 10v.01M8.800 14c1.800 2 4.600 2 6.400 0',
  eye: 'M3 12s3.500-6 9-6 9 6 9 6-3.500 6-9 6-9-6-9-6zm9 2.500a2.500 2.500 0 100-5 2.500 2.500 0 000 5z',
  send: 'M4 12l16-7-5 15-3.500-6L4 12zm7.500 2L20 5',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  hourglass:
    'M7 4h10M7 20h10M8.500 4v3.500c0 2 3.500 3 3.500 4.500s-3.500 2.500-3.500 4.500V20M15.500 4v3.500c0 2-3.500 3-3.500 4.500s3.500 2.500 3.500 4.500V20',
  alert: 'M12 4l9 16H3L12 4zm0 6v4m0 3v.01',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size }: { name: IconName; size?: number }) {
  return <Strokes path={PATHS[name]} size={size} />;
}

/** An icon of strokes. */
export function Strokes({ path, size = 22 }: { path: string; size?: number | undefined }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
