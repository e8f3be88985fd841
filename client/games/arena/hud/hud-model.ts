/** What changes with every frame, for what stands over the picture. */

/** What stands over the picture, and changes with every frame. */
export interface HudModel {
  health: number;
  shield: number;
  dashShare: number;
  railShare: number;
  boosted: boolean;
  /** How much one was hurt lately, from 0 to 1. */
  hurt: number;
  framesPerSecond: number;
  /** Whom the camera follows. */
  followed: number | undefined;
}
