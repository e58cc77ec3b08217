import { css, html, type CSSResult, type TemplateResult } from 'lit';
import type { Strings } from '../strings/strings.js';
import type { SignInHost } from './sign-in.js';

export const styles = css`
  .has-account {
    justify-self: center;
    padding: 6px 8px;
  }

  .spectator .has-account {
    padding-inline: 0;
  }
`;

interface HasAccountView {
  readonly host: SignInHost;
  readonly words: () => Strings;
  /** As `XmppElement.lazily`. */
  lazily<Part extends object>(load: () => Promise<Part & { readonly styles?: CSSResult }>): Part | undefined;
}

/** The way from a guest to an account: one button. */
export function renderHasAccount(view: HasAccountView): TemplateResult {
  return html`<button type="button" part="button" class="link has-account" @click=${() => void open(view)}>
    ${view.words().ownAccount}
  </button>`;
}

async function open({ host, words, lazily }: HasAccountView): Promise<void> {
  lazily(signIn);
  await host.updateComplete;
  const part = lazily(signIn);
  if (part) new part.SignIn(host, words);
}

const signIn = () => import('./sign-in.js');
