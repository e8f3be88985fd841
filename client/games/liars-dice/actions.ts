/** The messages a player can send; refusals become short notes. */
import { useMemo } from 'preact/hooks';
import type { Emote } from '../../../shared/games/liars-dice/constants.ts';
import type { Bid } from '../../../shared/games/liars-dice/rules.ts';
import type { Connection } from '../../connection/connection.ts';
import { refusalText } from '../../connection/problems.ts';
import { toast } from '../../ui/toasts.tsx';

export interface Actions {
  bid(bid: Bid): Promise<boolean>;
  /** `bid` is the index of the bid that is called, so that a late call cannot hit the next bid. */
  challenge(bid: number): Promise<boolean>;
  spotOn(bid: number): Promise<boolean>;
  start(): Promise<boolean>;
  emote(emote: Emote): Promise<boolean>;
  chat(text: string): Promise<boolean>;
  answer(question: number, answer: boolean): Promise<boolean>;
}

/** Each action resolves to whether the table accepted it. */
export function useActions(connection: Connection): Actions {
  return useMemo(() => {
    const told = async (reply: ReturnType<Connection['send']>, notNow?: string) => {
      const refused = await reply;
      if (refused) toast((refused.code === 'not-now' && notNow) || refusalText(refused));
      return !refused;
    };
    return {
      bid: ({ count, face }) => told(connection.send('bid', { count, face })),
      challenge: (bid) => told(connection.send('challenge', { bid })),
      spotOn: (bid) => told(connection.send('spotOn', { bid })),
      start: () => told(connection.send('start', {}), 'It takes two to start.'),
      emote: (emote) => told(connection.send('emote', emote), 'One thing at a time.'),
      chat: (text) => told(connection.send('chat', text)),
      answer: (question, answer) => told(connection.answer(question, answer)),
    };
  }, [connection]);
}
