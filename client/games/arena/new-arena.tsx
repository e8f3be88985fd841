/** The options form of a new arena. */
import { useState } from 'preact/hooks';
import { SKILLS, type Skill } from '../../../shared/games/arena/constants.ts';
import type { ArenaOptions, arenaSpec } from '../../../shared/games/arena/spec.ts';
import { Choice } from '../../ui/choice.tsx';
import type { NewTableProps } from '../game-view.ts';
import { NewTableForm, SkillChoice } from '../new-table-form.tsx';

const SIZES = [4, 8, 12, 20, 40, 60] as const;
const OPPONENTS = [1, 3, 7, 11, 19] as const;

export function NewArena({ kind, onOpen }: NewTableProps<typeof arenaSpec>) {
  const bots = kind === 'bots';
  const [opponents, setOpponents] = useState<number>(7);
  const [seats, setSeats] = useState<number>(12);
  const [filled, setFilled] = useState<'all' | 'half' | 'none'>('half');
  const [mode, setMode] = useState<ArenaOptions['mode']>('free');
  const [skill, setSkill] = useState<Skill>('regular');
  const fill = bots ? opponents + 1 : { all: seats, half: Math.ceil(seats / 2), none: 0 }[filled];
  const choices = { seats: bots ? opponents + 1 : seats, fill, mode, skill } satisfies Partial<ArenaOptions>;
  return (
    <NewTableForm action={bots ? 'Into the arena' : 'Open the arena'} onOpen={() => onOpen(choices)}>
      <Choice
        label="Mode"
        value={mode}
        options={[
          { value: 'free', text: 'Free for all' },
          { value: 'teams', text: 'Two teams' },
        ]}
        onChoose={setMode}
      />
      {bots && (
        <Choice
          label="Opponents"
          value={opponents}
          options={OPPONENTS.map((value) => ({ value, text: String(value) }))}
          onChoose={setOpponents}
        />
      )}
      {!bots && (
        <>
          <Choice
            label="Maximum number of fighters"
            value={seats}
            options={SIZES.map((value) => ({ value, text: String(value) }))}
            onChoose={setSeats}
          />
          <Choice
            label="Bots fill the arena"
            value={filled}
            options={[
              { value: 'none', text: 'Never' },
              { value: 'half', text: 'Up to half' },
              { value: 'all', text: 'All of it' },
            ]}
            onChoose={setFilled}
          />
        </>
      )}
      {(bots || filled !== 'none') && <SkillChoice skills={SKILLS} skill={skill} onSkill={setSkill} />}
    </NewTableForm>
  );
}
