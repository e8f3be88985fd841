/** Replaces a page whose rendering has thrown: an apology, and ways to recover. */
import { Component, type ComponentChildren } from 'preact';
import { navigate } from '../route.ts';
import { clearEverything } from '../storage.ts';
import { Page } from '../table/page.tsx';
import { Brand } from './brand.tsx';
import { Button } from './button.tsx';

interface Props {
  children: ComponentChildren;
}

export class ErrorBoundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  override componentDidCatch(error: unknown): void {
    reportError(error);
    this.setState({ broken: true });
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <Page>
        <Brand />
        <h1>Something went wrong on this page</h1>
        <p role="alert">
          Your match goes on, and your seat is held for a while. If this happens again, clear what this browser has
          stored for the page: your name, your last matches, and the way back to your seats.
        </p>
        <div class="page__actions">
          <Button kind="primary" onClick={() => location.reload()}>
            Load again
          </Button>
          <Button
            onClick={() => {
              navigate({ page: 'lobby' });
              this.setState({ broken: false });
            }}
          >
            To the lobby
          </Button>
          <Button
            kind="quiet"
            onClick={() => {
              clearEverything();
              location.reload();
            }}
          >
            Clear and load again
          </Button>
        </div>
      </Page>
    );
  }
}
