/** Values of the HUD that can change with every frame. */

export interface HudModel {
  health: number;
  shield: number;
  dashShare: number;
  railShare: number;
  boosted: boolean;
  /** How badly the player was hurt recently, from 0 to 1. */
  hurt: number;
  framesPerSecond: number;
  /** The seat that the camera follows. */
  followed: number | undefined;
}
