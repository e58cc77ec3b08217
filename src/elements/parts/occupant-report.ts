import { css, html, nothing } from 'lit';
import type { OccupantController, Person } from '../../controllers/occupant-controller.js';
import { XmppError } from '../../core/errors.js';
import type { Jid } from '../../core/jid.js';
import type { Message } from '../../stores/entries.js';
import type { Strings } from '../strings/strings.js';
import { Dialog, dialogStyles, type DialogHost } from './dialog.js';
import { shownNick } from './nick.js';
import { renderReport, reportStyles, whyIn } from './report-form.js';

export const styles = css`
  ${dialogStyles}
  ${reportStyles}

  .dialog .end {
    margin-block-start: 14px;
  }
`;

/** How much of one message is told. */
const QUOTED = 500;

export interface OccupantReportView {
  readonly host: DialogHost;
  readonly words: Strings;
  readonly people: OccupantController;
  readonly person: Person;
  /** Which of their messages are meant. */
  readonly messages: readonly Message[];
  /** Who hears of it. */
  readonly to: Jid;
}

/** Asks what is wrong with somebody in a room, and tells it to those who keep order there (XEP-0377). */
export function openOccupantReport(view: OccupantReportView): void {
  const { host, words, people, person, to } = view;
  const nick = shownNick(person.nick);
  const name = people.ignored(person) ? undefined : people.nameOf(person);
  let [isBusy, isSent] = [false, false];
  let alert: string | undefined;
  const report = async (data: FormData) => {
    const why = { ...whyIn(data), lang: words.lang };
    [isBusy, alert] = [true, undefined];
    dialog.update();
    try {
      await people.report({ ...why, to, body: bodyOf(view, why), stanzaIds: idsOf(view) });
      if (name && data.has('ignore')) people.setIgnored(name, true);
      isSent = true;
      // The button that was pressed goes.
      void host.updateComplete.then(() => host.renderRoot.querySelector<HTMLElement>('dialog .button')?.focus());
    } catch (error) {
      alert = words.errorText(error instanceof XmppError ? error.condition : '');
    }
    isBusy = false;
    dialog.update();
  };
  const renderForm = () =>
    renderReport(words, {
      label: words.reportOccupant,
      title: words.reportOccupantQuestion(nick),
      note: words.reportOccupantNote(to),
      submit: isBusy ? words.sending : words.reportOccupantSend,
      alert,
      isBusy,
      more: name
        ? html`<label class="choice"><input type="checkbox" name="ignore" />${words.ignoreAsWell(nick)}</label>`
        : nothing,
      cancel: () => dialog.close(),
      report: (data) => void report(data),
    });
  const renderEnd = () =>
    html`<div class="buttons end">
      <button part="button" class="button" @click=${() => dialog.close()}>${words.close}</button>
    </div>`;
  // What tells of it is there before it tells: screen readers skip a new one's first text.
  const dialog: Dialog = new Dialog(
    host,
    words.reportOccupant,
    () =>
      html`<p role="status">${isSent ? words.reportSent(to) : nothing}</p>
        ${isSent ? renderEnd() : renderForm()}`,
  );
}

function idsOf({ messages }: OccupantReportView): readonly string[] {
  return messages.flatMap(({ stanzaId }) => stanzaId ?? []);
}

/** All of it in words, for somebody whose client knows no reports. */
function bodyOf(
  { words, people, person, messages }: OccupantReportView,
  { reason, text }: ReturnType<typeof whyIn>,
): string {
  const { nick, occupantId, occupant } = person;
  const parts = words.reportParts;
  const line = (name: string, value: string | undefined) => (value ? [`${name}: ${value}`] : []);
  const quote = ({ at, body, retracted }: Message) =>
    `[${new Date(at).toISOString()}] ${retracted ? words.retracted : body.slice(0, QUOTED)}`;
  return [
    `${parts.title}: ${words[reason]}`,
    ...line(parts.room, people.room),
    ...line(words.nickname, nick),
    ...line(words.address, occupant?.jid),
    ...line(parts.occupantId, occupantId),
    ...line(parts.words, text),
    ...(messages.length ? [`${parts.said}:`, ...messages.map(quote)] : []),
  ].join('\n');
}
