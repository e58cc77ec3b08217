import type { BareJid } from '../../core/jid.js';
import type { CommandContext } from './command.js';
import { isForgotten, queryArchive } from './query-archive.js';

const PAGE = 100;
/** Past this many pages it is quicker to go on from the end and to say that something is missing. */
const MAX_PAGES = 10;
/** Past this many nothing is worth the wait. */
const MOST_PAGES = 100;
/** How much of an archive is loaded where nothing of it is known yet. */
const FIRST = 50;

/**
 * XEP-0313: loads what came while there was nobody to hear it, from the last message that we are sure of. Resolves when
 * all of it, or its end, is here.
 *
 * @param unsure what of ours waits to be found in it, or not, behind which of its ids: what is left out would be sent
 *   once more.
 * @throws {StanzaError} the archive would not answer.
 */
export async function catchUp(
  context: CommandContext,
  archive: BareJid,
  isAccount: boolean,
  unsure: () => { readonly after?: string | undefined } | undefined = () => undefined,
): Promise<void> {
  const { last } = context.stores.archives.value.byJid.get(archive) ?? {};
  const start = last ?? unsure()?.after;
  const isWhole = start !== undefined && (await readOn(start));
  if (!isWhole) {
    const max = start === undefined ? FIRST : PAGE;
    const wish = { archive, isAccount, part: 'latest', before: '', max, isAfterGap: start !== undefined } as const;
    await queryArchive(context, wish);
  }
  // Ours may stand before what others said and we had heard already.
  const after = unsure()?.after;
  if (after !== undefined && after !== start) await readOn(after);

  /** Tells whether it came to the end. */
  async function readOn(from: string): Promise<boolean> {
    for (let page = 0, after = from; page < (unsure() ? MOST_PAGES : MAX_PAGES); page += 1) {
      try {
        const wish = { archive, isAccount, part: 'newer', after, max: PAGE } as const;
        const { isComplete, last } = await queryArchive(context, wish);
        if (isComplete || last === undefined || last === after) return true;
        after = last;
      } catch (error) {
        // The archive has thrown that message away: what came after it may be gone too.
        if (!isForgotten(error)) throw error;
        return false;
      }
    }
    return false;
  }
}
