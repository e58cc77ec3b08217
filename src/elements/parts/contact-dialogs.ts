import { css } from 'lit';
import { dialogStyles } from './dialog.js';
import { openReport, reportStyles } from './report-form.js';

export const styles = css`
  ${dialogStyles}
  ${reportStyles}
`;

/** What opens over the page about somebody. */
export const dialogs = { report: openReport };

export type ContactDialog = keyof typeof dialogs;
