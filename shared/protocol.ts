/** Checks of what a client sends beside a game's own messages. */
import { z } from 'zod';
import { cleanText, cutText } from './runtime/index.ts';
import { NAME_LENGTH } from './wire.ts';

export const Answer = z.strictObject({ question: z.number().int().positive(), answer: z.unknown() });
export type Answer = z.infer<typeof Answer>;

const name = z
  .string()
  .transform((text) => cleanText(text))
  .refine((text) => text !== '' && cutText(text, NAME_LENGTH) === text, `a name has 1 to ${NAME_LENGTH} characters`);

/** What a client may say when it joins. A creator's room options travel beside it and are the game's to check. */
export const JoinOptions = z.object({ name: name.default('Guest'), spectate: z.boolean().default(false) });
export type JoinOptions = z.infer<typeof JoinOptions>;
