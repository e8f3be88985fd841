/** The options form of a new table. */
import { useState } from 'preact/hooks';
import { MAX_SEATS, MIN_SEATS, SKILLS, type Skill } from '../../../shared/games/liars-dice/constants.ts';
import type { table, TableOptions } from '../../../shared/games/liars-dice/spec.ts';
import { Choice } from '../../ui/choice.tsx';
import type { NewTableProps } from '../game-view.ts';
import { NewTableForm, SkillChoice } from '../new-table-form.tsx';

const SIZES = Array.from({ length: MAX_SEATS - MIN_SEATS + 1 }, (_, index) => MIN_SEATS + index);

export function NewTable({ kind, onOpen }: NewTableProps<typeof table>) {
  const [seats, setSeats] = useState(4);
  const [skill, setSkill] = useState<Skill>('regular');
  const [fill, setFill] = useState<'never' | 'soon'>('never');
  const bots = kind === 'bots';
  const choices: TableOptions = { seats, skill, fillAfterMs: bots ? 0 : fill === 'never' ? null : 30_000 };
  return (
    <NewTableForm action={bots ? 'Deal me in' : 'Open the table'} onOpen={() => onOpen(choices)}>
      <Choice
        label={bots ? 'Opponents' : 'Seats'}
        value={seats}
        options={SIZES.map((size) => ({ value: size, text: String(bots ? size - 1 : size) }))}
        onChoose={setSeats}
      />
      {!bots && (
        <Choice
          label="Seats that stay empty"
          value={fill}
          options={[
            { value: 'never', text: 'Wait for friends' },
            { value: 'soon', text: 'Bots after 30 s' },
          ]}
          onChoose={setFill}
        />
      )}
      {(bots || fill === 'soon') && <SkillChoice skills={SKILLS} skill={skill} onSkill={setSkill} />}
    </NewTableForm>
  );
}
