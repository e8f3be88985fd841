/** Measures a page's sound. */
import type { Page } from 'playwright-core';

const EAR = `{
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to === this.context.destination) {
      const ear = new AnalyserNode(this.context, { fftSize: 32_768 });
      const heard = new Float32Array(ear.fftSize);
      connect.call(this, ear);
      window.loudness = () => {
        ear.getFloatTimeDomainData(heard);
        return heard.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
      };
    }
    return connect.call(this, to, ...rest);
  };
  window.loudness = () => 0;
}`;

/** Reloads the page and records its sound from the start. */
export async function measureLoudness(page: Page): Promise<void> {
  await page.addInitScript(EAR);
  await page.reload();
}

/** The peak of the last half second, from 0 to 1. */
export function loudness(page: Page): Promise<number> {
  return page.evaluate<number>('loudness()');
}
