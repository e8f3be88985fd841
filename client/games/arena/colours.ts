/** The arena's colours. Teams differ in brightness and shape as well as in hue, for colour-blind players. */

/** Sky blue and amber. */
export const TEAM_COLOURS = [0x58b4ff, 0xff9c38] as const;
export const TEAM_NAMES = ['Blue', 'Amber'] as const;

/** Without teams, by seat. All of them stand out on the dark floor. */
const OWN_COLOURS = [
  0x58b4ff, 0xff8a5c, 0x5fe0a8, 0xe88be0, 0xf2d13c, 0x9aa4ff, 0xff6d8a, 0x4fdbe0, 0xc9e265, 0xd6a2ff, 0xffb27a,
  0x8fd0b0,
] as const;

/** The player's own fighter without teams. */
export const MINE = 0xf6dc9f;

export const PAD_COLOURS = { shield: 0x63d6ff, boost: 0xb8ff5c } as const;
export const RAIL_COLOUR = 0xb6f4ff;
export const HURT_COLOUR = 0xff5a48;

/** The colour of a fighter, as 0xRRGGBB. */
export function colourOf(mode: 'free' | 'teams', seat: number, team: number, mine: boolean): number {
  if (mode === 'teams') return TEAM_COLOURS[team === 1 ? 1 : 0];
  return mine ? MINE : (OWN_COLOURS[seat % OWN_COLOURS.length] ?? OWN_COLOURS[0]);
}

/** As a CSS colour. */
export function cssColour(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}
