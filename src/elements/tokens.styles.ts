import { css } from 'lit';

/**
 * The custom properties of the look, light and dark. A page sets them on an element, or on anything around it; README's
 * table comes from the comments.
 */
export const tokens = css`
  :host {
    /* Background. */
    --_bg: var(--xmpp-bg, light-dark(#ffffff, #13151b));
    /* Background of quiet areas: banner, occupants, composer. */
    --_surface: var(--xmpp-surface, light-dark(#f5f6f9, #1b1e26));
    /* Background of things on quiet areas: bubbles of others, tags, pressed buttons. */
    --_surface-2: var(--xmpp-surface-2, light-dark(#eaecf1, #262a35));
    /* Text. */
    --_text: var(--xmpp-text, light-dark(#151821, #eceef4));
    /* Text that matters less. */
    --_muted: var(--xmpp-muted, light-dark(#5a6373, #a0a8b8));
    /* Lines between areas. */
    --_border: var(--xmpp-border, light-dark(#e1e4ea, #2a2f3a));
    /* Links, filled buttons, focus. */
    --_accent: var(--xmpp-accent, light-dark(#3a57e8, #93a5ff));
    /* Text on the accent. */
    --_on-accent: var(--xmpp-on-accent, light-dark(#ffffff, #10131c));
    /* Background of one's own messages. */
    --_own: var(--xmpp-own, light-dark(#e7ecff, #2b376b));
    /* Text of one's own messages. */
    --_own-text: var(--xmpp-own-text, light-dark(#151821, #f1f3fb));
    /* Background of messages that name the reader. */
    --_mention: var(--xmpp-mention, light-dark(#fff4d6, #3a3113));
    /* Edge of messages that name the reader. */
    --_mention-edge: var(--xmpp-mention-edge, light-dark(#e0a100, #d6a419));
    /* Failures, and the line above new messages. */
    --_danger: var(--xmpp-danger, light-dark(#c02740, #ff8a9a));
    /* Background of failures. */
    --_danger-soft: var(--xmpp-danger-soft, light-dark(#fdecef, #3a1d23));
    /* Available. */
    --_ok: var(--xmpp-ok, light-dark(#18794e, #5fd39b));
    /* Away. */
    --_away: var(--xmpp-away, light-dark(#b7791f, #e3b25b));
    /* Shadow of the element and of what floats in it. */
    --_shadow: var(
      --xmpp-shadow,
      0 1px 2px light-dark(rgb(16 20 30 / 0.06), rgb(0 0 0 / 0.4)),
      0 8px 24px light-dark(rgb(16 20 30 / 0.08), rgb(0 0 0 / 0.35))
    );
    /* Corners of the element. */
    --_radius: var(--xmpp-radius, 14px);
    /* Corners of bubbles. */
    --_bubble-radius: var(--xmpp-bubble-radius, 16px);
    /* Font families. */
    --_font: var(--xmpp-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif);
    /* Size of text, in px: the page's root font size does not matter. */
    --_font-size: var(--xmpp-font-size, 14px);
    /* Height of a line of text. */
    --_line-height: var(--xmpp-line-height, 20px);
    /* The grid: every distance is a multiple of it. */
    --_space: var(--xmpp-space, 4px);
    /* Distance of the launcher from the edges of the page. */
    --_launcher-offset: var(--xmpp-launcher-offset, 20px);
    /* Width and height of the launcher. */
    --_launcher-size: var(--xmpp-launcher-size, 56px);
    /* Layer of the launcher and of what it opens: its z-index. */
    --_launcher-layer: var(--xmpp-launcher-layer, 1000);

    color-scheme: light dark;
  }

  :host([theme='light']) {
    color-scheme: light;
  }

  :host([theme='dark']) {
    color-scheme: dark;
  }
`;
