import type { ProtocolModule } from './module.js';
import { messages } from './rfc-6121-message.js';
import { presences } from './rfc-6121-presence.js';
import { roster } from './rfc-6121-roster.js';
import { disco } from './xep-0030-disco.js';
import { muc } from './xep-0045-muc.js';
import { chatStates } from './xep-0085-chat-states.js';
import { softwareVersion } from './xep-0092-version.js';
import { nickname } from './xep-0172-nick.js';
import { ping } from './xep-0199-ping.js';
import { delay } from './xep-0203-delay.js';

/** All that we understand, in number order. */
export const protocolModules: readonly ProtocolModule[] = [
  messages,
  presences,
  roster,
  disco(() => allFeatures),
  muc,
  chatStates,
  softwareVersion,
  nickname,
  ping,
  delay,
];

/** What we say that we do (XEP-0030). */
export const allFeatures: readonly string[] = protocolModules.flatMap(({ features = [] }) => features);
