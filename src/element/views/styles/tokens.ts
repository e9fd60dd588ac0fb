import {css, type CSSResult} from 'lit';

/** Colours are light-dark() pairs. They follow the color-scheme of the page, or that of the system where the page sets none. */
export const tokens: CSSResult = css`
  :host {
    --_accent: var(--cos-accent, light-dark(oklch(0.53 0.2 262), oklch(0.72 0.14 258)));
    --_on-accent: var(--cos-on-accent, light-dark(#fff, oklch(0.19 0.04 262)));
    --_surface: var(--cos-surface, light-dark(#fff, oklch(0.21 0.012 264)));
    --_text: var(--cos-text, light-dark(oklch(0.23 0.02 264), oklch(0.95 0.005 264)));
    --_muted: var(--cos-muted, light-dark(oklch(0.49 0.02 264), oklch(0.75 0.015 264)));
    --_bad: var(--cos-bad, light-dark(oklch(0.53 0.2 27), oklch(0.75 0.14 24)));
    --_line: var(--cos-line, light-dark(oklch(0.91 0.008 264), oklch(0.33 0.014 264)));
    --_edge: var(--cos-edge, light-dark(oklch(0.63 0.015 264), oklch(0.56 0.015 264)));
    --_fill: var(--cos-fill, light-dark(oklch(0.958 0.006 264), oklch(0.28 0.014 264)));
    --_tint: light-dark(
      color-mix(in oklab, var(--_accent) 7%, var(--_surface)),
      oklch(from var(--_accent) 0.25 calc(c * 0.33) h)
    );
    --_radius: var(--cos-radius, 14px);
    --_inner-radius: calc(var(--_radius) * 0.72);
    --_space: var(--cos-space, 16px);
    --_target: max(32px, 2.1333em);
    --_dir: 1;
    display: block;
    container: cos-uploader / inline-size;
    /* Where its width is that of its content, as inline, in a flex line or a float. */
    contain-intrinsic-inline-size: 26rem;
    min-inline-size: 0;
    max-inline-size: 100%;
    font: var(--cos-font, 400 0.9375rem/1.45 system-ui, sans-serif);
    color: var(--_text);
    -webkit-tap-highlight-color: transparent;
  }
  :host([hidden]) {
    display: none;
  }
  .base {
    box-sizing: border-box;
    padding: var(--_space);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) + 4px);
    background: var(--_surface);
    display: flex;
    flex-direction: column;
    gap: calc(var(--_space) * 0.75);
    text-align: start;
    &:dir(rtl) {
      --_dir: -1;
    }
    &.auto-scheme {
      color-scheme: light dark;
      color: var(--_text);
    }
  }
  :host([headless]) {
    position: absolute;
    inline-size: 0;
  }
  :host(:is([appearance='flush'], [headless])) .base {
    padding: 0;
    border: 0;
    border-radius: 0;
    background: none;
  }
  .icon {
    /* Grows with the text. */
    inline-size: max(20px, 1.3333em);
    block-size: max(20px, 1.3333em);
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .sr,
  input {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    pointer-events: none;
  }
  @container cos-uploader (inline-size < 20em) {
    .base {
      padding: min(var(--_space), 12px);
    }
  }
  @media (pointer: coarse) {
    :host {
      --_target: max(44px, 2.9333em);
    }
  }
  @media (hover: none) and (pointer: coarse) {
    .for-mouse,
    .no-limits:not(:has(.filled)) {
      display: none;
    }
  }
  @media not ((hover: none) and (pointer: coarse)) {
    .for-touch {
      display: none;
    }
  }
  @media (prefers-contrast: more) {
    :host {
      --_muted: var(--_text);
      --_line: color-mix(in oklab, var(--_text) 60%, var(--_surface));
      --_edge: var(--_text);
    }
  }
`;
