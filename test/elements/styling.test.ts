import { expect, fixture, html } from '@open-wc/testing';
import { renderStyled } from '../../src/elements/parts/styling.js';

/** What a text becomes: tags without attributes around what they hold. */
async function styled(text: string): Promise<string> {
  const box = await fixture<HTMLElement>(html`<div>${renderStyled(text)}</div>`);
  return markup(box);
}

function markup(node: Node): string {
  return [...node.childNodes]
    .map((child) => {
      if (child instanceof Text) return child.data;
      if (!(child instanceof Element)) return '';
      const { localName, className } = child;
      if (className === 'mark') return child.textContent ?? '';
      return `<${localName}>${markup(child)}</${localName}>`;
    })
    .join('');
}

describe('Message styling (XEP-0393)', () => {
  for (const [text, expected] of [
    ['a *b* c', 'a <strong>*b*</strong> c'],
    ['_a_ ~b~', '<em>_a_</em> <s>~b~</s>'],
    ['*a _b_*', '<strong>*a <em>_b_</em>*</strong>'],
    ['`*a*`', '<code>*a*</code>'],
    ['(*a*)', '(<strong>*a*</strong>)'],
    ['2*3*4', '2*3*4'],
    ['snake_case_name', 'snake_case_name'],
    ['* a*', '* a*'],
    ['*a *', '*a *'],
    ['**', '**'],
    ['*a\nb*', '*a\nb*'],
    ['> a\n> > b\nc', '<blockquote>a\n<blockquote>b</blockquote></blockquote>c'],
    ['```\n*a*\n```\nb', '<code>*a*</code>b'],
    ['```\nnobody ends it', '<code>nobody ends it</code>'],
    ['*https://example.org/a_b*', '<strong>*<a>https://example.org/a_b</a>*</strong>'],
  ] as const) {
    it(`shows ${JSON.stringify(text)} as ${expected}`, async () => {
      expect(await styled(text)).to.equal(expected);
    });
  }

  it('leaves a long line of marks that nobody closes as it is', async () => {
    const line = '*a _b ~c `d '.repeat(20_000);

    expect(await styled(line)).to.equal(line);
  });

  it('follows quotes in quotes only so far', async () => {
    expect((await styled('>'.repeat(100))).match(/<blockquote>/g)).to.have.length(4);
  });
});
