/** Checks of what a client sends beside a game's own messages. */
import { z } from 'zod';

export const Answer = z.strictObject({ question: z.number().int().positive(), answer: z.unknown() });
export type Answer = z.infer<typeof Answer>;

const name = z
  .string()
  // Half a surrogate pair is no character, and comes out differently wherever it is written.
  .transform((text) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim())
  .pipe(z.string().min(1, 'a name has 1 to 20 characters').max(20, 'a name has 1 to 20 characters'));

/** What a client may say when it joins. A creator's room options travel beside it and are the game's to check. */
export const JoinOptions = z.object({ name: name.default('Guest'), spectate: z.boolean().default(false) });
export type JoinOptions = z.infer<typeof JoinOptions>;
