/** What bots are called, so that nobody mistakes them for people who are rude. */
const NAMES = [
  'Amber',
  'Basil',
  'Birch',
  'Bramble',
  'Clementine',
  'Clover',
  'Cricket',
  'Dandelion',
  'Fennel',
  'Fern',
  'Finch',
  'Ginger',
  'Hazel',
  'Heather',
  'Hopper',
  'Ivy',
  'Juniper',
  'Lark',
  'Linnet',
  'Marigold',
  'Mossy',
  'Nettle',
  'Nutmeg',
  'Olive',
  'Pepper',
  'Pippin',
  'Plum',
  'Poppy',
  'Quince',
  'Robin',
  'Rowan',
  'Saffron',
  'Sage',
  'Sorrel',
  'Tansy',
  'Teasel',
  'Thistle',
  'Thyme',
  'Walnut',
  'Willow',
  'Wren',
] as const;

/** A name that nobody in the room has; with a number where all are taken. */
export function botName(isTaken: (name: string) => boolean, draw: (below: number) => number): string {
  const free = NAMES.filter((name) => !isTaken(name));
  const name = free[draw(free.length || 1)];
  if (name !== undefined) return name;
  for (let number = 2; ; number++) {
    const numbered = `${NAMES[draw(NAMES.length)]} ${number}`;
    if (!isTaken(numbered)) return numbered;
  }
}
