/** `greenroom/view`: parts of Greenroom's own pages, for the views that these show. */
export { NewTableForm, SkillChoice } from '../client/games/new-table-form.tsx';
export { Button } from '../client/ui/button.tsx';
export { Choice } from '../client/ui/choice.tsx';
