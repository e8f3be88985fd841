/** How each sound is synthesized. Times are in seconds, frequencies in hertz. */

interface Studio {
  readonly context: AudioContext;
  readonly out: AudioNode;
  readonly noise: AudioBuffer;
  readonly now: number;
}

/** Starts the sound. Returns its duration. */
type Voice = (studio: Studio) => number;

interface Tone {
  readonly type: OscillatorType;
  readonly from: number;
  readonly to: number;
  readonly lasts: number;
  readonly volume: number;
  readonly after?: number;
}

interface Hiss {
  readonly filter: BiquadFilterType;
  readonly from: number;
  readonly to: number;
  readonly lasts: number;
  readonly volume: number;
  readonly after?: number;
  readonly sharp?: number;
}

/** Varies the frequency a little, so that repeated sounds do not sound mechanical. */
function about(pitch: number): number {
  return pitch * (0.96 + Math.random() * 0.08);
}

function fading({ context, out }: Studio, at: number, lasts: number, volume: number): GainNode {
  const gain = context.createGain();
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.linearRampToValueAtTime(volume, at + 0.004);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + lasts);
  gain.connect(out);
  return gain;
}

function tone(studio: Studio, { type, from, to, lasts, volume, after = 0 }: Tone): void {
  const at = studio.now + after;
  const source = studio.context.createOscillator();
  source.type = type;
  source.frequency.setValueAtTime(about(from), at);
  source.frequency.exponentialRampToValueAtTime(Math.max(1, to), at + lasts);
  source.connect(fading(studio, at, lasts, volume));
  source.start(at);
  source.stop(at + lasts + 0.02);
}

function hiss(studio: Studio, { filter, from, to, lasts, volume, after = 0, sharp = 1 }: Hiss): void {
  const at = studio.now + after;
  const source = studio.context.createBufferSource();
  source.buffer = studio.noise;
  source.loop = true;
  const band = studio.context.createBiquadFilter();
  band.type = filter;
  band.Q.value = sharp;
  band.frequency.setValueAtTime(about(from), at);
  band.frequency.exponentialRampToValueAtTime(Math.max(20, to), at + lasts);
  source.connect(band).connect(fading(studio, at, lasts, volume));
  source.start(at, Math.random() * 0.5);
  source.stop(at + lasts + 0.02);
}

export const VOICES = {
  blaster: (studio) => {
    tone(studio, { type: 'square', from: 980, to: 190, lasts: 0.11, volume: 0.16 });
    hiss(studio, { filter: 'highpass', from: 3_200, to: 1_200, lasts: 0.05, volume: 0.2 });
    return 0.12;
  },
  rail: (studio) => {
    tone(studio, { type: 'sawtooth', from: 1_900, to: 70, lasts: 0.42, volume: 0.26 });
    tone(studio, { type: 'sine', from: 140, to: 38, lasts: 0.5, volume: 0.6 });
    hiss(studio, { filter: 'bandpass', from: 5_200, to: 500, lasts: 0.5, volume: 0.35, sharp: 2 });
    return 0.52;
  },
  hit: (studio) => {
    tone(studio, { type: 'triangle', from: 1_500, to: 1_050, lasts: 0.07, volume: 0.45 });
    tone(studio, { type: 'square', from: 2_300, to: 2_100, lasts: 0.03, volume: 0.12 });
    return 0.08;
  },
  hurt: (studio) => {
    tone(studio, { type: 'sawtooth', from: 230, to: 70, lasts: 0.2, volume: 0.4 });
    hiss(studio, { filter: 'lowpass', from: 1_400, to: 200, lasts: 0.16, volume: 0.5 });
    return 0.22;
  },
  wall: (studio) => {
    hiss(studio, { filter: 'bandpass', from: 2_600, to: 900, lasts: 0.07, volume: 0.22, sharp: 3 });
    return 0.08;
  },
  explosion: (studio) => {
    hiss(studio, { filter: 'lowpass', from: 2_400, to: 60, lasts: 0.9, volume: 0.95 });
    tone(studio, { type: 'sine', from: 120, to: 26, lasts: 0.7, volume: 0.9 });
    hiss(studio, { filter: 'highpass', from: 4_000, to: 2_000, lasts: 0.18, volume: 0.25 });
    return 0.92;
  },
  pickup: (studio) => {
    [660, 880, 1_320].forEach((pitch, index) =>
      tone(studio, { type: 'triangle', from: pitch, to: pitch, lasts: 0.16, volume: 0.32, after: index * 0.06 }),
    );
    return 0.3;
  },
  dash: (studio) => {
    hiss(studio, { filter: 'bandpass', from: 500, to: 3_200, lasts: 0.2, volume: 0.42, sharp: 1.4 });
    return 0.22;
  },
  arrival: (studio) => {
    tone(studio, { type: 'sine', from: 330, to: 990, lasts: 0.32, volume: 0.25 });
    hiss(studio, { filter: 'bandpass', from: 900, to: 4_200, lasts: 0.34, volume: 0.14, sharp: 3 });
    return 0.36;
  },
  count: (studio) => {
    tone(studio, { type: 'triangle', from: 520, to: 520, lasts: 0.14, volume: 0.5 });
    return 0.16;
  },
  fight: (studio) => {
    for (const pitch of [520, 780, 1_040])
      tone(studio, { type: 'triangle', from: pitch, to: pitch, lasts: 0.5, volume: 0.3 });
    return 0.52;
  },
  kill: (studio) => {
    tone(studio, { type: 'triangle', from: 780, to: 780, lasts: 0.09, volume: 0.4 });
    tone(studio, { type: 'triangle', from: 1_170, to: 1_170, lasts: 0.2, volume: 0.4, after: 0.08 });
    return 0.3;
  },
} as const satisfies Record<string, Voice>;

export type SoundName = keyof typeof VOICES;
