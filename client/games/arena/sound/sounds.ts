/** The arena's sounds, synthesized from tones and noise: nothing is downloaded. */
import { VOICES, type SoundName } from './voices.ts';

/** The most sounds at a time. */
const MOST = 22;
/** The shortest time, in seconds, between two plays of a sound. */
const GAP = 0.028;

export class Sounds {
  #muted: boolean;
  #context: AudioContext | undefined;
  #out: GainNode | undefined;
  #noise: AudioBuffer | undefined;
  #sounding = 0;
  readonly #last = new Map<SoundName, number>();

  constructor(muted: boolean) {
    this.#muted = muted;
  }

  get muted(): boolean {
    return this.#muted;
  }

  set muted(muted: boolean) {
    this.#muted = muted;
    if (this.#out && this.#context) this.#out.gain.setTargetAtTime(muted ? 0 : 0.5, this.#context.currentTime, 0.02);
  }

  /** Must be called from a key press or click: browsers allow no sound before that. */
  wake(): void {
    if (typeof AudioContext === 'undefined') return;
    if (this.#context) {
      if (this.#context.state === 'suspended') void this.#context.resume().catch(() => undefined);
      return;
    }
    const context = new AudioContext();
    const press = context.createDynamicsCompressor();
    const out = context.createGain();
    out.gain.value = this.#muted ? 0 : 0.5;
    out.connect(press).connect(context.destination);
    const noise = context.createBuffer(1, context.sampleRate, context.sampleRate);
    const samples = noise.getChannelData(0);
    for (let index = 0; index < samples.length; index += 1) samples[index] = Math.random() * 2 - 1;
    this.#context = context;
    this.#out = out;
    this.#noise = noise;
  }

  /**
   * @param volume from 0 to 1
   * @param side from −1 (left) to 1 (right)
   */
  play(name: SoundName, volume = 1, side = 0): void {
    const context = this.#context;
    if (!context || !this.#out || !this.#noise || this.#muted || volume < 0.02 || context.state !== 'running') return;
    const now = context.currentTime;
    if (this.#sounding >= MOST || now - (this.#last.get(name) ?? -1) < GAP) return;
    this.#last.set(name, now);
    const gain = context.createGain();
    const pan = context.createStereoPanner();
    gain.gain.value = volume;
    pan.pan.value = Math.min(1, Math.max(-1, side));
    gain.connect(pan).connect(this.#out);
    const lasts = VOICES[name]({ context, out: gain, noise: this.#noise, now });
    this.#sounding += 1;
    setTimeout(
      () => {
        this.#sounding -= 1;
        pan.disconnect();
      },
      lasts * 1_000 + 60,
    );
  }

  destroy(): void {
    void this.#context?.close().catch(() => undefined);
    this.#context = undefined;
  }
}
