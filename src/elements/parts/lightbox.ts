import { css, html, render } from 'lit';
import type { Strings } from '../strings/strings.js';
import { icon } from './icon.js';

export const lightbox = css`
  .lightbox {
    inline-size: 100%;
    max-inline-size: 100%;
    block-size: 100%;
    max-block-size: 100%;
    margin: 0;
    padding: 56px 16px 16px;
    border: 0;
    background: none;
    color: #fff;
  }

  .lightbox::backdrop {
    background: rgb(0 0 0 / 0.86);
  }

  .lightbox img {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }

  .lightbox nav {
    position: absolute;
    inset-block-start: 8px;
    inset-inline: 16px 8px;
    display: flex;
    align-items: center;
    gap: 8px;
  }

  .lightbox a {
    flex: 0 1 auto;
    color: inherit;
  }

  .lightbox .tool {
    inline-size: 44px;
    block-size: 44px;
    margin-inline-start: auto;
    color: inherit;
  }

  .lightbox .tool:enabled:hover {
    background: rgb(255 255 255 / 0.18);
    color: inherit;
  }

  .lightbox :focus-visible {
    outline-color: #fff;
  }
`;

/** A picture over the whole page, until it is closed; the keyboard goes back to where it was. */
export function openLightbox(
  root: ShadowRoot,
  { url, name, strings }: { readonly url: string; readonly name: string; readonly strings: Strings },
): void {
  const dialog = document.createElement('dialog');
  dialog.className = 'lightbox';
  dialog.setAttribute('aria-label', name);
  // What is pressed in here is no business of the conversation behind it.
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  dialog.addEventListener('close', () => dialog.remove());
  const close = () => dialog.close();
  dialog.addEventListener('click', ({ target }) => void ((target as Element).closest('nav') ?? close()));
  render(
    html`<img src=${url} alt=${name} referrerpolicy="no-referrer" />
      <nav>
        <a class="ellipsis" href=${url} target="_blank" rel="noopener noreferrer nofollow ugc"><bdi>${name}</bdi></a>
        <button class="tool" aria-label=${strings.close} @click=${close}>${icon('close')}</button>
      </nav>`,
    dialog,
  );
  root.append(dialog);
  dialog.showModal();
  dialog.querySelector('button')?.focus();
}
