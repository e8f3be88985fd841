/** The messages a player can send; refusals become short notes. */
import { useMemo } from 'preact/hooks';
import type { Emote } from '../../../shared/games/liars-dice/constants.ts';
import type { liarsDice } from '../../../shared/games/liars-dice/game.ts';
import type { Bid } from '../../../shared/games/liars-dice/rules.ts';
import type { TableOfDice } from './table-of-dice.ts';
import { refusalText } from '../../connection/problems.ts';
import type { Question } from '../../connection/table.ts';
import { toast } from '../../ui/toasts.tsx';

export interface Actions {
  bid(bid: Bid): Promise<boolean>;
  /** `bid` is the index of the bid that is called, so that a late call cannot hit the next bid. */
  challenge(bid: number): Promise<boolean>;
  spotOn(bid: number): Promise<boolean>;
  start(): Promise<boolean>;
  emote(emote: Emote): Promise<boolean>;
  chat(text: string): Promise<boolean>;
  answer(question: Question<typeof liarsDice>, again: boolean): Promise<boolean>;
}

/** Each action resolves to whether the table accepted it. */
export function useActions(table: TableOfDice): Actions {
  return useMemo(() => {
    const told = async (reply: ReturnType<TableOfDice['send']>, notNow?: string) => {
      const refused = await reply;
      if (refused) toast((refused.code === 'not-now' && notNow) || refusalText(refused));
      return !refused;
    };
    return {
      bid: ({ count, face }) => told(table.send('bid', { count, face })),
      challenge: (bid) => told(table.send('challenge', { bid })),
      spotOn: (bid) => told(table.send('spotOn', { bid })),
      start: () => told(table.send('start', {}), 'It takes two to start.'),
      emote: (emote) => told(table.send('emote', emote), 'One thing at a time.'),
      chat: (text) => told(table.send('chat', text)),
      answer: (question, again) => told(question.answer(again)),
    };
  }, [table]);
}
