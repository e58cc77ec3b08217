import { css } from 'lit';
import type { Contact, RosterController } from '../../controllers/roster-controller.js';
import type { Jid } from '../../core/jid.js';
import type { Strings } from '../strings/strings.js';
import { cardStyles, openCard } from './contact-card.js';
import { dialogStyles, type DialogHost } from './dialog.js';
import { openReport, reportStyles } from './report-form.js';
import type { Picture } from './rows.js';

export const styles = css`
  ${dialogStyles}
  ${reportStyles}
  ${cardStyles}
`;

/** Whom a dialog is about, and who asks for it. */
export interface DialogView {
  readonly host: DialogHost;
  readonly roster: RosterController;
  readonly words: Strings;
  /** As the person at the screen knows them now. */
  contact(): Contact;
  pictureOf(jid: Jid): Picture | undefined;
}

/** What opens over the page about somebody. */
export const dialogs = { about: openCard, report: openReport };

export type ContactDialog = keyof typeof dialogs;
