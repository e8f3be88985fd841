/** The parts shared by all games' option forms. */
import type { ComponentChildren } from 'preact';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Choice } from '../ui/choice.tsx';

interface Props {
  /** The button's label. */
  action: string;
  onOpen: () => void;
  children?: ComponentChildren;
}

export function NewTableForm({ action, onOpen, children }: Props) {
  return (
    <Form class="new-table" onSend={onOpen}>
      {children}
      <Button kind="primary" type="submit" class="button--large">
        {action}
      </Button>
    </Form>
  );
}

type Skill = keyof typeof SKILL_NAMES;

const SKILL_NAMES = { easy: 'Easy', regular: 'Regular', sharp: 'Sharp' } as const;

/** @param skills the skills of the game's bots */
export function SkillChoice(props: { skills: readonly Skill[]; skill: Skill; onSkill: (skill: Skill) => void }) {
  const { skills, skill, onSkill } = props;
  const options = skills.map((value) => ({ value, text: SKILL_NAMES[value] }));
  return <Choice label="Bot skill" value={skill} options={options} onChoose={onSkill} />;
}
