/** The form behind a table's link: a name, and the choice between taking a seat and watching. */
import { useState } from 'preact/hooks';
import { NameField } from '../identity/name-field.tsx';
import { loadName, saveName } from '../identity/name.ts';
import { formatCode, navigate } from '../route.ts';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from './page.tsx';

export function JoinForm({ code, onJoin }: { code: string; onJoin: (name: string, spectate: boolean) => void }) {
  const [name, setName] = useState(loadName);
  const enter = (spectate: boolean) => {
    saveName(name);
    onJoin(name || 'Guest', spectate);
  };
  return (
    <Page>
      <Brand />
      <h1>You’re invited to table {formatCode(code)}</h1>
      <Form class="join-form" onSend={() => enter(false)}>
        <NameField name={name} onName={setName} />
        <Button kind="primary" type="submit" class="button--large">
          Take a seat
        </Button>
        <Button onClick={() => enter(true)}>Just watch</Button>
        <Button kind="quiet" onClick={() => navigate({ page: 'lobby' })}>
          To the lobby
        </Button>
      </Form>
    </Page>
  );
}
