/** Replaces a page whose rendering has thrown: an apology, and ways to recover. */
import { Component, type ComponentChildren } from 'preact';
import { navigate } from '../route.ts';
import { forgetEverything } from '../storage.ts';
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
          A match that you are in goes on, and your seat waits for you for a while. If this comes again, let the page
          forget what this browser has kept for it: your name, your last matches, and the ways back to your seats.
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
              forgetEverything();
              location.reload();
            }}
          >
            Forget and load again
          </Button>
        </div>
      </Page>
    );
  }
}
