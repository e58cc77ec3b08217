import { expect } from '@open-wc/testing';
import { hasMoreAfter, pageInfoIn, pageWish } from '../../src/protocol/xep-0059-rsm.js';
import { stanza, textOfXml } from '../support/stanza.js';

const RSM = 'http://jabber.org/protocol/rsm';
const infoIn = (inside: string) => pageInfoIn(stanza(`<fin xmlns="urn:xmpp:mam:2">${inside}</fin>`));
const set = (inside: string) => infoIn(`<set xmlns="${RSM}">${inside}</set>`);

describe('pageWish', () => {
  it('asks for what comes after an item', () => {
    expect(textOfXml(pageWish({ max: 100, after: 'a<b' }))).to.equal(
      `<set xmlns="${RSM}"><max>100</max><after xmlns="${RSM}">a&lt;b</after></set>`,
    );
  });

  it('asks for what comes before an item', () => {
    expect(textOfXml(pageWish({ max: 50, before: 'x' }))).to.equal(
      `<set xmlns="${RSM}"><max>50</max><before xmlns="${RSM}">x</before></set>`,
    );
  });

  it('asks for the last page by an empty name', () => {
    const { children } = pageWish({ max: 50, before: '' });

    expect([...children].map(({ localName, textContent }) => [localName, textContent])).to.deep.equal([
      ['max', '50'],
      ['before', ''],
    ]);
  });

  it('asks for the first page otherwise', () => {
    expect(textOfXml(pageWish({ max: 10 }))).to.equal(`<set xmlns="${RSM}"><max>10</max></set>`);
  });
});

describe('pageInfoIn', () => {
  it('knows the ends of a page', () => {
    const info = set('<first index="0">28482-98726-73623</first><last>09af3-cc343-b409f</last><count>20</count>');

    expect(info).to.deep.equal({ first: '28482-98726-73623', last: '09af3-cc343-b409f' });
  });

  it('knows none of an empty page', () => {
    expect(set('<count>0</count>')).to.deep.equal({ first: undefined, last: undefined });
    expect(set('<first/><last/>')).to.deep.equal({ first: undefined, last: undefined });
  });

  it('knows nothing where nothing is said, or somewhere else', () => {
    expect(infoIn('')).to.deep.equal({});
    expect(infoIn('<set xmlns="urn:example"><last>x</last></set>')).to.deep.equal({});
    expect(infoIn(`<deeper><set xmlns="${RSM}"><last>x</last></set></deeper>`)).to.deep.equal({});
  });
});

describe('hasMoreAfter', () => {
  const hasMore = (inside: string, size = 2) =>
    hasMoreAfter(stanza(`<query xmlns="urn:x"><set xmlns="${RSM}">${inside}</set></query>`), size);

  it('counts where it can', () => {
    expect(hasMore('<first index="2">c</first><last>d</last><count>5</count>')).to.be.true;
    expect(hasMore('<first index="3">d</first><last>e</last><count>5</count>')).to.be.false;
  });

  it('asks once more where it cannot', () => {
    expect(hasMore('<first>c</first><last>d</last>')).to.be.true;
    expect(hasMore('<first>c</first><last>d</last>', 0)).to.be.false;
    expect(hasMore('<count>0</count>')).to.be.false;
  });

  it('is no more where there are no pages', () => {
    expect(hasMoreAfter(stanza('<query xmlns="urn:x"/>'), 5)).to.be.false;
  });
});
