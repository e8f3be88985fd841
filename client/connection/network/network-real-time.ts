/** Interpolation of others and prediction of the player's own, over the network: an adapter to the SDK's `Predict`. */
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

/** Two ticks at 30 Hz, and some for jitter. */
const INTERPOLATION_DELAY_MS = 80;
/** A correction by the server is smoothed over this time. */
const CORRECTION_MS = 80;

type FrameValues = Readonly<Record<string, number>>;

/** An instance that is interpolated or predicted. */
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

  /** The patches' clock includes the time that the server has fallen behind; match time does not. */
  setLostMs(slipMs: number): void {
    this.#lostMs = slipMs;
  }

  /**
   * The server's clock was held or replaced: the next patch sets ours. Until then ours runs on, since an unset clock would show an
   * arbitrary time.
   */
  restartClock(): void {
    const { clock } = this.#room;
    if (!('reset' in clock) || typeof clock.reset !== 'function') return;
    const { reset } = clock;
    clock.sample = (serverMs, rttMs) => {
      const knownRttMs = clock.smoothedRtt();
      Reflect.deleteProperty(clock, 'sample');
      reset.call(clock);
      // Without a round-trip time the clock would be set as if patches took no time.
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
    { snap, isLagCompensated = () => false }: PredictOptions,
  ): Prediction<T> {
    this.#isLagCompensated = isLagCompensated;
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
      // The reconciler sets a delay that does not allow for late patches.
      if ('bindRenderDelay' in input && typeof input.bindRenderDelay === 'function')
        input.bindRenderDelay(() => this.#interpolationDelayMs());
      // The other fields are not lengths, so their corrections must not be smoothed as movement.
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
   * The interpolation delay, not counting the way from the server. While a patch is late the others stand still, so the delay grows:
   * lag compensation then finds them where the player saw them.
   */
  #interpolationDelayMs(): number {
    const { clock } = this.#room;
    return Math.max(INTERPOLATION_DELAY_MS, clock.serverNow() - clock.lastServerTime() - clock.smoothedRtt() / 2);
  }

  /** @param begun whether `begin` has been called already */
  #draw(drawn: DrawnInstance, begun = false): () => void {
    if (!begun) drawn.begin();
    this.#drawn.add(drawn);
    return () => {
      if (this.#drawn.delete(drawn)) drawn.end();
    };
  }

  /**
   * After a reconnection the state is decoded from scratch, and the instances that the SDK's prediction listened to no longer
   * change. All drawn instances that still exist begin again with the full state.
   */
  #restart(): void {
    if (this.#disposed) return;
    this.#predict.dispose();
    const predict = predictOf(this.#room);
    this.#predict = predict;
    this.#room.onStateChange.once(() => {
      // Reconnected once more before the state came: the next restart takes over.
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
