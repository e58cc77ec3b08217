import { css, html, nothing, type TemplateResult } from 'lit';
import type { Contact, RosterController } from '../../controllers/roster-controller.js';
import { toBare, type Jid } from '../../core/jid.js';
import type { Strings } from '../strings/strings.js';
import type { ContactDialog } from './contact-dialogs.js';

export const styles = css`
  .bar {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 8px 12px;
    border-block-end: 1px solid var(--_border);
    background: var(--_surface);
    font-size: 13px;
  }

  .conversation .bar {
    border-block: 1px solid var(--_border) 0;
  }

  .bar p {
    flex: 1 1 140px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .bar .button {
    padding: 5px 12px;
  }

  .column > .alert {
    margin: 8px 12px 0;
  }
`;

export interface ContactBar {
  readonly words: Strings;
  readonly roster: RosterController;
  /** Whose conversation it is, as the person at the screen knows them. */
  readonly peer: Contact;
  /** They are no contact, nor did the page name them. */
  readonly isStranger: boolean;
  /** They ask to see when we are available. */
  readonly isAsking: boolean;
  readonly alert: string | undefined;
  /** Opens a dialog about them. */
  open(what: ContactDialog, jid: Jid): void;
}

/** Above a conversation: what is to be known of the other side, and what can be done about it. */
export function renderBar({ words, roster, peer, isStranger, isAsking, alert, open }: ContactBar): TemplateResult {
  const jid = toBare(peer.jid);
  return html`${
    isAsking
      ? renderChoice(words.wantsToSee(calledIn(peer)), [
          [words.accept, () => roster.answer(jid, true)],
          [words.refuse, () => roster.answer(jid, false)],
        ])
      : nothing
  }
  ${
    isStranger
      ? renderChoice(words.notInContacts(calledIn(peer)), [
          [words.add, () => roster.add(jid)],
          roster.canBlock && [words.block, () => roster.setBlocked(jid, true)],
          roster.canReport && [words.report, () => open('report', jid)],
        ])
      : nothing
  }
  ${alert ? html`<p role="alert" part="alert" class="alert">${alert}</p>` : nothing}`;
}

/** In place of the field where one writes, to somebody who is blocked. */
export function renderBlocked({ words, roster, peer }: ContactBar): TemplateResult {
  const blocker = peer.blockedBy ?? peer.jid;
  return renderChoice(words.youBlocked(blocker === peer.jid ? peer.name : blocker), [
    [words.unblock, () => roster.setBlocked(blocker, false)],
  ]);
}

/** A stranger's name alone could be anybody's: with it, or instead of it, stands their address. */
export function calledIn({ jid, name, claimedNick, subscription }: Contact): string {
  return claimedNick || subscription ? name : jid;
}

type Choice = readonly [label: string, act: () => unknown] | false;

function renderChoice(sentence: string, choices: readonly Choice[]): TemplateResult {
  return html`<div class="bar">
    <p>${sentence}</p>
    ${choices.map((choice, index) => (choice ? renderButton(choice[0], choice[1], index > 0) : nothing))}
  </div>`;
}

function renderButton(label: string, act: () => unknown, isQuiet: boolean): TemplateResult {
  return html`<button part="button" class="button ${isQuiet ? 'quiet' : ''}" @click=${act}>${label}</button>`;
}
