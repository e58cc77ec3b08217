import { css, html, nothing, type TemplateResult } from 'lit';
import type { Strings } from '../strings/strings.js';
import { renderBody } from './body.js';
import { lightbox, openLightbox } from './lightbox.js';
import type { RowActions } from './message.js';
import type { Row } from './rows.js';

/** The box has its size before anything is in it: nothing jumps. */
const box = css`
  .media {
    display: grid;
    gap: 4px;
    inline-size: 280px;
    max-inline-size: 100%;
    white-space: normal;
  }

  .media a {
    justify-self: start;
    max-inline-size: 100%;
  }

  .media .about {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--_muted);
    font-size: 13px;
  }

  .media .button {
    margin-inline-start: auto;
    padding: 5px 12px;
    border-color: color-mix(in srgb, var(--_muted) 45%, transparent);
    background: var(--_bg);
    color: var(--_text);
  }

  .media .picture,
  .media video {
    display: block;
    inline-size: 100%;
    aspect-ratio: 4 / 3;
    padding: 0;
    border: 0;
    border-radius: 10px;
    overflow: hidden;
    background: color-mix(in srgb, var(--_muted) 14%, var(--_bg));
  }

  .media .picture {
    cursor: zoom-in;
  }

  .media img {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }

  .media audio {
    inline-size: 100%;
    block-size: 40px;
  }

  .media .broken {
    display: none;
    color: var(--_muted);
    font-size: 13px;
  }

  .media[data-broken] .broken {
    display: block;
  }

  .media[data-broken] :is(.picture, audio, video) {
    display: none;
  }
`;

export const styles = css`
  ${box}
  ${lightbox}
`;

type Kind = 'photo' | 'video' | 'audio' | 'file';

/** What the end of an address says that a file is. A scalable drawing is safe in an image: there it runs no scripts. */
const KINDS: readonly (readonly [Kind, RegExp])[] = [
  ['photo', /\.(?:jpe?g|png|gif|webp|avif|bmp|svg)$/i],
  ['video', /\.(?:mp4|m4v|webm|mov|ogv)$/i],
  ['audio', /\.(?:mp3|m4a|aac|og[ga]|opus|wav|flac|weba)$/i],
];

interface Attachment {
  readonly url: string;
  readonly kind: Kind;
  readonly name: string;
  readonly host: string;
}

/** A message that is a file: what it is, and where; nothing is fetched before the reader asks. */
export function renderAsked(url: string, row: Row, actions: RowActions): unknown {
  const file = attachmentAt(url);
  if (!file) return renderBody(url);
  return row.isUnfolded && file.kind !== 'file' ? renderShown(file, row, 'metadata') : renderCard(file, row, actions);
}

/** A message that is a file, shown at once. Sound and films are fetched when they are played. */
export function renderAuto(url: string, row: Row, actions: RowActions): unknown {
  const file = attachmentAt(url);
  if (!file) return renderBody(url);
  return file.kind === 'file' ? renderCard(file, row, actions) : renderShown(file, row, 'none');
}

/** `undefined` for what is no more than a link. */
function attachmentAt(address: string): Attachment | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, pathname, host, href } = new URL(address);
  // A page that came safely does not fetch what everybody on the way can read or change.
  if (protocol !== 'https:' && protocol !== location.protocol) return undefined;
  const kind = KINDS.find(([, ends]) => ends.test(pathname))?.[0] ?? 'file';
  return { url: href, kind, host, name: nameIn(pathname) || host };
}

function nameIn(pathname: string): string {
  const last = pathname.slice(pathname.lastIndexOf('/') + 1);
  try {
    // Characters that turn the line around could make an ending of another one.
    return decodeURIComponent(last).replace(/[\p{Cc}\p{Cf}]/gu, '');
  } catch {
    return last; // Not of UTF-8: it stays as it is written.
  }
}

function renderCard({ url, kind, name, host }: Attachment, row: Row, { unfold }: RowActions): TemplateResult {
  const { partStrings: strings, entry } = row;
  const onClick = ({ target }: Event) => {
    const message = (target as Element).closest<HTMLElement>('.message');
    if (!message) return;
    // The button goes away; the keyboard goes on from the message.
    message.tabIndex = -1;
    message.focus({ preventScroll: true });
    unfold(entry.key, message);
  };
  return html`<div class="media">
    ${link(url, name)}
    <div class="about">
      <span class="ellipsis">${strings[kind]} · <bdi>${host}</bdi></span>
      ${
        kind === 'file'
          ? nothing
          : html`<button part="button" class="button" aria-label=${strings.showFile(name)} @click=${onClick}>
              ${strings.show}
            </button>`
      }
    </div>
  </div>`;
}

function renderShown(file: Attachment, { partStrings: strings }: Row, preload: 'none' | 'metadata'): TemplateResult {
  const { url, name, kind } = file;
  return html`<div class="media">
    ${kind === 'photo' ? renderPicture(file, strings) : renderPlayer(file, preload)}
    ${kind === 'audio' ? link(url, name) : nothing}
    <div class="broken">${strings.notShown} ${kind === 'audio' ? nothing : link(url, name)}</div>
  </div>`;
}

function renderPicture({ url, name }: Attachment, strings: Strings): TemplateResult {
  const open = ({ currentTarget }: Event) =>
    openLightbox((currentTarget as Element).getRootNode() as ShadowRoot, { url, name, strings });
  return html`<button class="picture" aria-label=${strings.openFile(name)} @click=${open}>
    <img src=${url} alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer" @error=${onBroken} />
  </button>`;
}

function renderPlayer({ url, name, kind }: Attachment, preload: 'none' | 'metadata'): TemplateResult {
  return kind === 'video'
    ? html`<video controls playsinline preload=${preload} src=${url} aria-label=${name} @error=${onBroken}></video>`
    : html`<audio controls preload=${preload} src=${url} aria-label=${name} @error=${onBroken}></audio>`;
}

/** It is none of what it calls itself, or cannot be had: a link stands in its place. */
function onBroken({ currentTarget }: Event): void {
  (currentTarget as Element).closest('.media')?.setAttribute('data-broken', '');
}

function link(url: string, name: string): TemplateResult {
  return html`<a class="ellipsis" href=${url} target="_blank" rel="noopener noreferrer nofollow ugc"
    ><bdi>${name}</bdi></a
  >`;
}
