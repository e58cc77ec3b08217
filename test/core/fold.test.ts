import { expect } from '@open-wc/testing';
import { fold, placesOf } from '../../src/core/fold.js';

/** What of a text is marked when somebody looks for this. */
const marked = (words: string, text: string) =>
  placesOf(words.split(' ').map(fold), text).map(([start, end]) => text.slice(start, end));

describe('Words as somebody looks for them', () => {
  it('are the same in large and small letters, with accents and without', () => {
    for (const [one, other] of [
      ['café', 'CAFE'],
      ['cafe\u0301', 'café'],
      ['Straße', 'strasse'],
      ['İstanbul', 'istanbul'],
      ['ΟΔΟΣ', 'οδος'],
      ['ὁδός', 'οδοσ'],
      ['Ёлка', 'елка'],
      ['ﬁnd', 'find'],
      ['ｆｕｌｌ', 'full'],
      ['مُحَمَّد', 'محمد'],
      ['محـــمد', 'محمد'],
      ['שָׁלוֹם', 'שלום'],
      ['so\u00adft', 'soft'],
    ] as const) {
      expect(fold(one), one).to.equal(fold(other));
    }
  });

  it('are not the same where a mark makes another letter', () => {
    expect(fold('が')).not.to.equal(fold('か'));
    expect(fold('कि')).not.to.equal(fold('का'));
  });

  it('are found in the text as it is written', () => {
    expect(marked('cafe', 'Un café, deux CAFÉS, un cafe\u0301!')).to.deep.equal(['café', 'CAFÉ', 'cafe\u0301']);
    expect(marked('ss', 'Straße')).to.deep.equal(['ß']);
    expect(marked('𝔘', '𝔘nicode 👩‍🚀')).to.deep.equal(['𝔘']);
    expect(marked('🚀', 'An 👩‍🚀 here')).to.deep.equal(['🚀']);
    expect(marked('🚀', 'nothing')).to.deep.equal([]);
  });

  it('are one place where they overlap', () => {
    expect(marked('ana nan', 'bananas')).to.deep.equal(['anan']);
    expect(marked('a', '')).to.deep.equal([]);
    expect(placesOf([''], 'abc')).to.deep.equal([]);
  });
});
