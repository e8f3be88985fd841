/** Values of the HUD that can change with every frame. */
export class HudModel {
  health = 0;
  shield = 0;
  dashShare = 0;
  railShare = 0;
  boosted = false;
  /** How badly the player was hurt recently, from 0 to 1. */
  hurt = 0;
  framesPerSecond = 60;
  /** The seat that the camera follows. */
  followed: number | undefined;
}
