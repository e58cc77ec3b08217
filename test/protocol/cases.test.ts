/**
 * Runs test/protocol/cases: each an .xml with one stanza, and a .json with what it must mean to us.
 *
 * `context`: the world before (test/support/parse-context.ts). `events`: all events, in order; none unless told. `answer`:
 * the answer to an `<iq>`, as XML; none unless told. Times are written as ISO 8601. Every module reads every case, so a
 * stanza that two modules take for theirs shows.
 */
import { expect } from '@open-wc/testing';
import { protocolModules } from '../../src/protocol/index.js';
import { contextOf, type World } from '../support/parse-context.js';
import { stanza, textOfXml } from '../support/stanza.js';

interface Case {
  readonly context?: World;
  readonly events?: readonly Readonly<Record<string, unknown>>[];
  readonly answer?: string;
}

const response = await fetch(new URL('./cases.json', import.meta.url));
const files = (await response.json()) as readonly { name: string; xml?: string; json?: string }[];

describe('Protocol cases', () => {
  it('are all there', () => {
    expect(files.length).to.be.greaterThan(60);
  });

  for (const { name, xml, json } of files) {
    it(name, () => {
      if (!xml || !json) throw new Error('A case is a pair: .xml and .json.');
      const { context, events = [], answer } = JSON.parse(json) as Case;
      const element = stanza(xml.trim());
      const isRequest = element.localName === 'iq' && /^[gs]et$/.test(element.getAttribute('type') ?? '');

      const happened = protocolModules.flatMap((module) => module.parse?.(element, contextOf(context)) ?? []);
      const answers = isRequest ? protocolModules.flatMap((m) => m.answer?.(element, contextOf(context)) ?? []) : [];

      expect(happened.map(asWritten)).to.deep.equal(events);
      expect(answers.map(normalised)).to.deep.equal(answer === undefined ? [] : [normalised(stanza(answer))]);
    });
  }
});

/** An event as a case writes it: without what is undefined, times in words. */
function asWritten(event: object): unknown {
  return JSON.parse(
    JSON.stringify(event, (key, value: unknown) =>
      key === 'at' && typeof value === 'number' ? new Date(value).toISOString() : value,
    ),
  );
}

/** Equal for elements that mean the same, wherever they say their namespaces. */
function normalised(element: Element): string {
  const copy = stanza(textOfXml(element));
  for (const each of [copy, ...copy.querySelectorAll('*')]) {
    const inherited = each.parentElement?.namespaceURI;
    if (each.namespaceURI === inherited) each.removeAttribute('xmlns');
  }
  return textOfXml(copy);
}
