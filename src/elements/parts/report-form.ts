import { css, html, nothing, type TemplateResult } from 'lit';
import type { Strings } from '../strings/strings.js';
import { calledIn } from './contact-bar.js';
import type { DialogView } from './contact-dialogs.js';
import { Dialog } from './dialog.js';

export const reportStyles = css`
  .report {
    display: grid;
    gap: 14px;
  }

  .report fieldset {
    display: grid;
    gap: 10px;
    margin: 0;
    padding: 0;
    border: 0;
  }

  .report legend,
  .report label > b {
    padding: 0;
    font-size: 13px;
    font-weight: 600;
  }

  .report legend {
    margin-block-end: 8px;
  }

  .report label {
    display: grid;
    gap: 4px;
  }

  .report fieldset label {
    grid-template-columns: auto 1fr;
    gap: 0 8px;
  }

  .report fieldset .muted {
    grid-column: 2;
    font-size: 13px;
    line-height: 18px;
  }

  .report label.choice {
    display: flex;
    align-items: center;
    gap: 8px;
  }

  .report :is([type='radio'], [type='checkbox']) {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    margin: 2px 0 0;
    accent-color: var(--_accent);
  }

  .report textarea {
    grid-area: 2 / 1;
    min-block-size: 64px;
    resize: vertical;
  }

  .report > .muted {
    font-size: 13px;
    line-height: 18px;
  }
`;

/** How much one can write. */
const MOST = 500;

/** Asks why somebody is blocked, and tells it to whoever runs the server (XEP-0377). */
export function openReport({ host, roster, words, contact: contactNow }: DialogView): void {
  const contact = contactNow();
  roster.forgetError();
  const report = async (data: FormData) => {
    if (await roster.setBlocked(contact.jid, true, { ...whyIn(data), lang: words.lang })) dialog.close();
  };
  const dialog: Dialog = new Dialog(host, words.report, () => {
    const { error } = roster;
    return renderReport(words, {
      label: words.report,
      title: words.reportQuestion(calledIn(contact)),
      note: words.reportNote,
      submit: words.reportSend,
      alert: error && words.errorText(error.condition),
      cancel: () => dialog.close(),
      report: (data) => void report(data),
    });
  });
}

/** What somebody has filled in. */
export function whyIn(data: FormData): { readonly reason: 'spam' | 'abuse'; readonly text: string } {
  return {
    reason: data.get('reason') === 'abuse' ? 'abuse' : 'spam',
    text: (data.get('text') as string).trim(),
  };
}

interface ReportForm {
  /** What screen readers call it. */
  readonly label: string;
  readonly title: string;
  /** Who gets to know what. */
  readonly note: string;
  /** On the button that does it. */
  readonly submit: string;
  readonly alert: string | undefined;
  /** It is on its way. */
  readonly isBusy?: boolean;
  /** What else can be chosen. */
  readonly more?: unknown;
  cancel(): void;
  report(data: FormData): void;
}

/** Why, and in which words. */
export function renderReport(words: Strings, form: ReportForm): TemplateResult {
  const { label, title, note, submit, alert, isBusy = false, more, cancel, report } = form;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isBusy) report(new FormData(event.target as HTMLFormElement));
  };
  const reason = (value: string, name: string, hint: string) =>
    html`<label
      ><input type="radio" name="reason" value=${value} ?checked=${value === 'spam'} />${name}<span class="muted"
        >${hint}</span
      ></label
    >`;
  return html`<form class="report" aria-label=${label} @submit=${onSubmit}>
    <h2>${title}</h2>
    <fieldset>
      <legend>${words.reportReason}</legend>
      ${reason('spam', words.spam, words.spamHint)} ${reason('abuse', words.abuse, words.abuseHint)}
    </fieldset>
    <label
      ><b>${words.reportText}</b><textarea class="input" name="text" maxlength=${MOST} rows="2" dir="auto"></textarea>
    </label>
    ${more}
    <p class="muted">${note}</p>
    ${alert ? html`<p role="alert" part="alert" class="alert">${alert}</p>` : nothing}
    <div class="buttons">
      <button part="button" class="button" aria-disabled=${isBusy}>${submit}</button>
      <button part="button" type="button" class="button quiet" @click=${cancel}>${words.cancel}</button>
    </div>
  </form>`;
}
