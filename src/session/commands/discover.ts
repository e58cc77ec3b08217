import type { Jid } from '../../core/jid.js';
import { discoInfo, readDiscoInfo } from '../../protocol/xep-0030-disco.js';
import { roomRulesIn } from '../../protocol/xep-0045-muc/info.js';
import { roomAvatarIn } from '../../protocol/xep-0486-muc-avatars.js';
import { maxFileSizeIn } from '../../protocol/xep-0363-http-upload.js';
import type { CommandContext } from './command.js';

/**
 * XEP-0030: asks what somebody is and does.
 *
 * @throws {StanzaError} they would not say.
 */
export async function discover({ transport, dispatch }: CommandContext, jid: Jid): Promise<void> {
  // What it promises holds for the stanzas right behind the answer.
  const onResult = (answer: Element) => {
    dispatch({ ...readDiscoInfo(answer, jid), maxFileSize: maxFileSizeIn(answer), ...roomRulesIn(answer) });
    const avatar = roomAvatarIn(answer, jid);
    if (avatar) dispatch(avatar);
  };
  await transport.request(discoInfo(jid), { onResult });
}
