/** How a game with input frames is drawn over the network: others between patches, one's own ahead of them. */
import { Predict, SchemaSerializer, type InputHandle, type Room as ColyseusRoom } from '@colyseus/sdk';
import type {
  InterpolateOptions,
  Prediction,
  PredictOptions,
  NetworkStats,
  NumberField,
  RealTime,
  PredictedStep,
} from '../real-time.ts';
import { TrafficMeter } from './traffic-meter.ts';

/** How much later than they arrive others are drawn: two ticks at 30 Hz, and some for the unevenness of the line. */
const INTERPOLATION_DELAY_MS = 80;
/** How fast the eye is led to where a correction says that we are. */
const CORRECTION_MS = 80;

type FrameValues = Readonly<Record<string, number>>;

/** An instance that is drawn, and how to begin with it and to end. */
interface DrawnInstance {
  readonly instance: object;
  begin(): void;
  end(): void;
}

export class NetworkRealTime implements RealTime {
  readonly #room: ColyseusRoom;
  readonly #tickRate: number;
  readonly #traffic: TrafficMeter;
  readonly #input: InputHandle<Record<string, number>>;
  readonly #drawn = new Set<DrawnInstance>();
  #predict: Predict;
  #lostMs: number;
  #isLagCompensated: (controls: FrameValues) => boolean = () => false;
  #correction = 0;
  #corrections = 0;
  #disposed = false;

  constructor(room: ColyseusRoom, tickRate: number, slipMs: number) {
    this.#room = room;
    this.#tickRate = tickRate;
    this.#lostMs = slipMs;
    room.clock.setPatchInterval?.(1_000 / tickRate);
    this.#predict = predictOf(room);
    this.#input = room.input<Record<string, number>>({ allowRewind: (data) => this.#isLagCompensated(data) });
    this.#traffic = new TrafficMeter(room);
    room.onReconnect(() => this.#restart());
  }

  get stats(): NetworkStats {
    const { clock } = this.#room;
    return {
      rttMs: clock.smoothedRtt(),
      jitterMs: clock.jitter(),
      correction: this.#correction,
      corrections: this.#corrections,
      bytesInPerSecond: this.#traffic.bytesInPerSecond,
      bytesOutPerSecond: this.#traffic.bytesOutPerSecond,
    };
  }

  matchNow(): number {
    return this.#room.clock.serverNow() - this.#lostMs;
  }

  renderTime(): number {
    return this.matchNow() - this.#interpolationDelayMs() - this.#room.clock.smoothedRtt() / 2;
  }

  /** The match has lost time: the clock that comes with the patches has it in it. */
  setLostMs(slipMs: number): void {
    this.#lostMs = slipMs;
  }

  /**
   * The server's clock stood still, or another one has taken its place: the next patch sets ours. Until then it goes on, since
   * one that knows nothing would show any time.
   */
  restartClock(): void {
    const { clock } = this.#room;
    if (!('reset' in clock) || typeof clock.reset !== 'function') return;
    const { reset } = clock;
    clock.sample = (serverMs, rttMs) => {
      const knownRttMs = clock.smoothedRtt();
      Reflect.deleteProperty(clock, 'sample');
      reset.call(clock);
      // Or else the clock would be set as if patches took no time.
      clock.sample(serverMs, rttMs < 0 && knownRttMs > 0 ? knownRttMs : rttMs);
    };
  }

  interpolate<T extends object>(
    instance: T,
    fields: readonly NumberField<T>[],
    { snap }: InterpolateOptions,
  ): () => void {
    let end = (): void => {};
    return this.#draw({
      instance,
      begin: () => (end = this.#predict.attach(instance, { mode: 'lerp', fields, snap })),
      end: () => end(),
    });
  }

  predict<T extends object>(
    instance: T,
    fields: readonly (keyof T & string)[],
    step: PredictedStep<T>,
    { snap, isLagCompensated: judged = () => false }: PredictOptions,
  ): Prediction<T> {
    this.#isLagCompensated = judged;
    const input = this.#input;
    const place = fields.slice(0, 2);
    const begin = () => {
      const reconciler = this.#predict.reconciler<T, Record<string, number>>(instance, {
        input,
        fields: [...fields],
        stepMs: 1_000 / this.#tickRate,
        smoothMs: CORRECTION_MS,
        snap,
        warnOnDivergence: Infinity,
        step: (_, state, controls) => step(state, controls),
        onReconcile: () => {
          const correction = Math.hypot(...place.map((field) => reconciler.lastCorrection[field] ?? 0));
          if (correction === 0) return;
          this.#correction = correction;
          this.#corrections++;
        },
      });
      // A reconciler sets it to what it would be if no patch were ever late.
      if ('bindRenderDelay' in input && typeof input.bindRenderDelay === 'function')
        input.bindRenderDelay(() => this.#interpolationDelayMs());
      // The other numbers are not lengths: by how much one of them is corrected must not look like a jump of the place.
      return Object.assign(reconciler, { smoothedFields: () => place });
    };
    let reconciler = begin();
    const stop = this.#draw({ instance, begin: () => (reconciler = begin()), end: () => reconciler.dispose() }, true);
    return {
      get state() {
        return reconciler.state;
      },
      send: (controls) => {
        Object.assign(input.data, controls);
        input.send();
      },
      dispose: stop,
    };
  }

  value<T extends object>(instance: T, field: NumberField<T>): number {
    return this.#predict.value(instance, field);
  }

  update(nowMs: number): number {
    return this.#predict.tick(nowMs);
  }

  dispose(): void {
    this.#disposed = true;
    this.#drawn.clear();
    this.#predict.dispose();
    this.#traffic.stop();
  }

  /**
   * How far behind others are drawn, beside the way from the server. While a patch is late they stand where the last one has
   * put them, and whoever shoots at them there shall hit.
   */
  #interpolationDelayMs(): number {
    const { clock } = this.#room;
    return Math.max(INTERPOLATION_DELAY_MS, clock.serverNow() - clock.lastServerTime() - clock.smoothedRtt() / 2);
  }

  /** @param begun it has begun already */
  #draw(drawn: DrawnInstance, begun = false): () => void {
    if (!begun) drawn.begin();
    this.#drawn.add(drawn);
    return () => {
      if (this.#drawn.delete(drawn)) drawn.end();
    };
  }

  /**
   * A line that is restored decodes anew: what the SDK's prediction has listened to will never change again. All that is drawn
   * and still there begins once more, with the whole state.
   */
  #restart(): void {
    if (this.#disposed) return;
    this.#predict.dispose();
    const predict = predictOf(this.#room);
    this.#predict = predict;
    this.#room.onStateChange.once(() => {
      // Lost once more before the state came: then all of it begins with the next one.
      if (this.#predict !== predict) return;
      const { serializer } = this.#room;
      const present = new Set<object>(
        serializer instanceof SchemaSerializer ? serializer.decoder.root.refs.values() : [],
      );
      for (const drawn of this.#drawn) {
        if (present.has(drawn.instance)) drawn.begin();
        else this.#drawn.delete(drawn);
      }
    });
  }
}

function predictOf(room: ColyseusRoom): Predict {
  return Predict.get(room, { mode: 'lerp', delay: INTERPOLATION_DELAY_MS });
}
