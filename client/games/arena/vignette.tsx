import './vignette.css';

/** The lobby's illustration of the arena: walls, fighters and bullets. */
export function ArenaVignette() {
  return (
    <div class="arena-vignette" aria-hidden="true">
      <svg viewBox="0 0 400 368">
        <defs>
          <radialGradient id="arena-lamp" cx="0.42" cy="0.36" r="0.75">
            <stop offset="0" stop-color="#2c5546" />
            <stop offset="0.55" stop-color="#16291f" />
            <stop offset="1" stop-color="#0a1510" />
          </radialGradient>
          <radialGradient id="arena-glow">
            <stop offset="0" stop-color="#fff" stop-opacity="0.9" />
            <stop offset="0.35" stop-color="#ffb257" stop-opacity="0.55" />
            <stop offset="1" stop-color="#ffb257" stop-opacity="0" />
          </radialGradient>
          <linearGradient id="arena-ray">
            <stop offset="0" stop-color="#b6f4ff" />
            <stop offset="1" stop-color="#b6f4ff" stop-opacity="0.1" />
          </linearGradient>
          <clipPath id="arena-frame">
            <rect width="400" height="368" rx="34" />
          </clipPath>
        </defs>
        <g clip-path="url(#arena-frame)">
          <rect width="400" height="368" fill="url(#arena-lamp)" />
          <path
            d="M0 92h400M0 184h400M0 276h400M100 0v368M200 0v368M300 0v368"
            stroke="#000"
            stroke-opacity="0.28"
            stroke-width="2"
          />
          <Wall x={-20} y={-10} width={150} height={92} />
          <Wall x={268} y={-20} width={160} height={88} />
          <Wall x={286} y={236} width={60} height={150} />
          <Wall x={40} y={286} width={130} height={46} low />
          <g class="arena-vignette__ray">
            <path d="M132 214 400 118" stroke="#fff" stroke-width="3" />
            <path d="M132 214 400 118" stroke="url(#arena-ray)" stroke-width="13" stroke-opacity="0.55" />
          </g>
          <circle class="arena-vignette__burst" cx="288" cy="158" r="62" fill="url(#arena-glow)" />
          <Fighter x={112} y={221} turn={-20} colour="#f6dc9f" />
          <Fighter x={288} y={158} turn={152} colour="#58b4ff" />
          <Fighter x={196} y={112} turn={70} colour="#ff8a5c" />
          <g class="arena-vignette__bullets" stroke-linecap="round" stroke-width="5">
            <path d="M208 148l7 18M222 188l7 18M236 228l7 18" stroke="#ff8a5c" />
            <path d="M208 148l7 18M222 188l7 18M236 228l7 18" stroke="#fff" stroke-width="2" />
          </g>
        </g>
        <rect x="2" y="2" width="396" height="364" rx="32" fill="none" stroke="#8f6a2c" stroke-width="4" />
      </svg>
    </div>
  );
}

function Wall(props: { x: number; y: number; width: number; height: number; low?: boolean }) {
  const { x, y, width, height, low = false } = props;
  return (
    <g>
      <rect x={x + 9} y={y + 12} width={width} height={height} fill="#000" opacity="0.45" />
      <rect x={x} y={y} width={width} height={height} fill={low ? '#4a3f2c' : '#1f332b'} />
      <rect
        x={x + 1.5}
        y={y + 1.5}
        width={width - 3}
        height={height - 3}
        fill="none"
        stroke={low ? '#9a865c' : '#bf9a57'}
        stroke-width="3"
      />
      <rect x={x} y={y + height} width={width} height="10" fill={low ? '#251f15' : '#12201a'} />
    </g>
  );
}

function Fighter({ x, y, turn, colour }: { x: number; y: number; turn: number; colour: string }) {
  return (
    <g transform={`translate(${x} ${y}) rotate(${turn})`}>
      <circle cx="4" cy="6" r="27" fill="#000" opacity="0.4" />
      <rect x="-22" y="-29" width="42" height="14" rx="6" fill="#2a3533" />
      <rect x="-22" y="15" width="42" height="14" rx="6" fill="#2a3533" />
      <circle r="25" fill="#0a1210" />
      <circle r="23" fill={colour} />
      <circle r="16" fill="none" stroke="#000" stroke-opacity="0.28" stroke-width="2.5" />
      <rect x="4" y="-8" width="36" height="16" rx="3" fill="#0a1210" />
      <path d="M8-4h30M8 4h30" stroke="#b8c6bf" stroke-width="5" />
      <circle r="12" fill="#0f1b19" />
      <ellipse cx="-4" cy="-5" rx="4" ry="2.500" fill="#fff" opacity="0.7" />
    </g>
  );
}
