/** What a page sounds like. */
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

/** Loads the page again, and hears it from the first sound on. */
export async function measureLoudness(page: Page): Promise<void> {
  await page.addInitScript(EAR);
  await page.reload();
}

/** How loud it was at most in the last half second: from 0 to 1. */
export function loudness(page: Page): Promise<number> {
  return page.evaluate<number>('loudness()');
}
