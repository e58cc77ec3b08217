import { expect } from '@open-wc/testing';
import { lookAlikes } from '../../src/core/confusable.js';

const pairs = (...names: string[]) => [...lookAlikes(names)];

describe('names that look alike', () => {
  for (const [what, name] of Object.entries({
    'a Cyrillic letter': 'bоb',
    'a Greek letter': 'bοb',
    'a zero-width space': 'bob\u200b',
    'a mark that turns the direction': '\u202ebob',
    'a space at its end': 'bob ',
    'letters of double width': 'ｂｏｂ',
  })) {
    it(`may differ by ${what}`, () => {
      expect(pairs('bob', name)).to.deep.equal([[name, 'bob']]);
    });
  }

  it('may be plain, both of them', () => {
    expect(pairs('Ian', 'lan', 'mira', 'rnira', 'J0e', 'JOe')).to.deep.equal([
      ['lan', 'Ian'],
      ['rnira', 'mira'],
      ['JOe', 'J0e'],
    ]);
  });

  it('may be many', () => {
    expect(pairs('bob', 'bоb', 'bоb\u200b')).to.deep.equal([
      ['bоb', 'bob'],
      ['bоb\u200b', 'bob'],
    ]);
  });

  it('are not those that anybody can tell apart', () => {
    const names = ['bob', 'Bob', 'bobby', 'b ob', 'bób', 'Боб', '👍', '👍🏽', '', '__proto__', 'constructor'];

    expect(pairs(...names)).to.deep.equal([]);
  });

  it('are not those of one alphabet', () => {
    expect(pairs('Саша', 'Маша', 'Ольга', 'Νίκος', 'Νίκη', '李雷', 'سارة')).to.deep.equal([]);
  });
});
