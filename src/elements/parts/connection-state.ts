import { html, nothing, type TemplateResult } from 'lit';
import type { ConnectionController } from '../../controllers/connection-controller.js';
import type { FirstStrings } from '../strings/strings.js';
import { renderAlert, renderPanel, type PanelAction } from './panels.js';

/** Why there is no way to the server, and what can be done about it. */
export interface Trouble {
  readonly isFailure: boolean;
  readonly words: string;
  readonly action?: PanelAction | undefined;
}

/** What is wrong with the connection, where it takes a person to mend it. `connect` tries it. */
export function troubleOf(
  connection: ConnectionController,
  strings: FirstStrings,
  connect: () => void,
): Trouble | undefined {
  const { status, state, error, canConnect } = connection;
  if (status !== 'failed' && status !== 'offline') return undefined;
  const isFailure = status === 'failed' || !!error;
  if (!isFailure && !canConnect) return { isFailure, words: strings.signInToChat };
  const condition = isFailure ? (error?.condition ?? state.condition ?? '') : 'offline';
  return {
    isFailure,
    words: strings.errorText(condition, connection.context),
    action: canConnect ? { label: isFailure ? strings.tryAgain : strings.connect, act: connect } : undefined,
  };
}

/** In place of a conversation. */
export function renderObstacle({ isFailure, words, action }: Trouble): TemplateResult {
  return isFailure ? renderAlert(words, action) : renderPanel(words, action);
}

/**
 * Over a conversation: that it is being reconnected, or what is wrong. Always there, so that screen readers know it before
 * it says something. The seconds are for the eye alone.
 */
export function renderBanner(
  connection: ConnectionController,
  strings: FirstStrings,
  trouble: Trouble | undefined,
): TemplateResult {
  const { status, state } = connection;
  const isReconnecting = status === 'reconnecting';
  const seconds = Math.ceil(((state.retryAt ?? 0) - Date.now()) / 1000);
  return html`<div role="status" part="banner" class="banner" ?data-shown=${isReconnecting}>
      ${
        isReconnecting
          ? html`<span class="spinner"></span>
              <span
                ><b>${strings.reconnecting}</b
                ><span aria-hidden="true">${strings.reconnectingIn(seconds)}</span> ${strings.messagesKept}</span
              >
              <button part="button" class="link" @click=${() => connection.retryNow()}>${strings.tryNow}</button>`
          : nothing
      }
    </div>
    ${trouble ? renderTrouble(trouble) : nothing}`;
}

function renderTrouble({ isFailure, words, action }: Trouble): TemplateResult {
  return html`<div role=${isFailure ? 'alert' : 'status'} part="banner" class="banner" data-shown>
    <span>${words}</span>
    ${action ? html`<button part="button" class="link" @click=${() => action.act()}>${action.label}</button>` : nothing}
  </div>`;
}
