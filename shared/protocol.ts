/** Checks of what a client sends beside a game's own messages. */
import { z } from 'zod';
import { cleanName } from './names.ts';
import { truncateText } from './runtime/index.ts';
import { NAME_LENGTH } from './wire.ts';

export const Answer = z.strictObject({ question: z.number().int().positive(), answer: z.unknown() });
export type Answer = z.infer<typeof Answer>;

const LENGTH = `a name has 1 to ${NAME_LENGTH} characters`;
/** Code units of a name before it is cleaned: longer ones are not looked at. */
const MOST_UNITS = 1_000;

const name = z
  .string()
  .max(MOST_UNITS, LENGTH)
  .transform(cleanName)
  .refine((text) => text !== '' && truncateText(text, NAME_LENGTH) === text, LENGTH);

/** What a client may say when it joins. A creator's room options travel beside it and are the game's to check. */
export const JoinOptions = z.object({ name: name.default('Guest'), spectate: z.boolean().default(false) });
export type JoinOptions = z.infer<typeof JoinOptions>;
