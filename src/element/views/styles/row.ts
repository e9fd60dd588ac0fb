import {css, type CSSResult} from 'lit';

/** A file: what it is, and what is happening to it. Its place in the list and its bar: list.ts. */
export const row: CSSResult = css`
  .row {
    position: relative;
    box-sizing: border-box;
    display: flex;
    align-items: center;
    gap: 2px;
    min-block-size: 80px;
    padding: 10px 6px 14px;
    border-radius: var(--_inner-radius);
    scroll-margin-block: 4px;
    &::before {
      content: '';
      position: absolute;
      inset-block-start: 0;
      inset-inline: 6px;
      border-block-start: 1px solid var(--_line);
    }
    &:has(.info:focus-visible) {
      outline: 2px solid var(--_accent);
      outline-offset: -2px;
    }
  }
  .windowed .row {
    position: absolute;
    inset-inline: 0;
    contain: layout style;
  }
  /* What the page puts into a row goes below the words where it would take their place. */
  .info {
    flex: 1 1 0;
    min-inline-size: 0;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 12px;
    outline: none;
    &:has(+ .action .small) {
      padding-inline-end: 6px;
    }
  }
  .action {
    display: flex;
    white-space: nowrap;
    .small .icon {
      display: none;
    }
  }
  .thumb {
    position: relative;
    flex: none;
    display: grid;
    place-content: center;
    justify-items: center;
    inline-size: var(--_thumb);
    block-size: var(--_thumb);
    border-radius: 10px;
    overflow: hidden;
    --_kind: var(--_muted);
    background: color-mix(in oklab, var(--_kind) 15%, var(--_surface));
    color: color-mix(in oklab, var(--_kind) 60%, var(--_text));
    canvas,
    img {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
    }
    img {
      background: var(--_surface);
    }
    &::after {
      content: attr(data-ending);
      font-size: max(10px, 0.6667em);
      font-weight: 700;
      line-height: 1.1;
      letter-spacing: 0.03em;
      text-transform: uppercase;
    }
  }
  .kind-image {
    --_kind: oklch(0.65 0.13 195);
  }
  .kind-video {
    --_kind: oklch(0.6 0.2 295);
  }
  .kind-audio {
    --_kind: oklch(0.65 0.17 50);
  }
  .kind-pdf {
    --_kind: oklch(0.6 0.2 27);
  }
  .kind-sheet {
    --_kind: oklch(0.6 0.15 155);
  }
  .kind-text,
  .kind-code {
    --_kind: oklch(0.6 0.15 255);
  }
  .text {
    flex: 1 1 6em;
    min-inline-size: 0;
  }
  .name {
    display: flex;
    align-items: baseline;
    /* Fonts for Chinese have no weight between 500 and 700, and Latin letters beside them would look lighter. */
    font-weight: 500;
    white-space: pre;
  }
  .name a {
    display: flex;
    min-inline-size: 0;
    color: inherit;
    text-decoration: underline var(--_edge);
    text-underline-offset: 0.2em;
    &:hover {
      text-decoration-color: currentColor;
    }
  }
  .folder {
    flex: 0 99 auto;
    min-inline-size: 0;
    max-inline-size: 40%;
    overflow: hidden;
    text-overflow: ellipsis;
    font-weight: 400;
    color: var(--_muted);
  }
  .filename {
    display: flex;
    min-inline-size: 0;
    overflow: hidden;
  }
  .head {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  /* A name that cannot be shortened in its middle would lose its ending, so it may take a second line. */
  .list:not(.windowed) .head:has(+ .tail:empty) {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .tail {
    flex: none;
    translate: calc(-1 * var(--_hole, 0px));
    .filename:dir(rtl) & {
      translate: var(--_hole, 0px);
    }
  }
  .name .sr {
    user-select: none;
  }
  .words {
    display: flex;
    align-items: center;
    gap: 5px;
    min-block-size: 1.4em;
    color: var(--_muted);
    font-size: 0.8667em;
    font-variant-numeric: tabular-nums;
    > span {
      min-inline-size: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .icon {
      inline-size: 1.2em;
      block-size: 1.2em;
      stroke-width: 2;
    }
  }
  /* What stays to be read is never cut, but where rows have to be equally tall. */
  .list:not(.windowed) .row:not(.row-uploading) .words {
    align-items: flex-start;
    > span {
      white-space: normal;
      text-wrap: balance;
    }
    .icon {
      margin-block-start: 0.1em;
    }
  }
  /* The tick draws itself. */
  .just-now .icon-check path,
  .ring .icon-check path {
    stroke-dasharray: 21;
    animation: draw 0.4s ease-out;
  }
  @keyframes draw {
    from {
      stroke-dashoffset: 21;
    }
  }
  .good .words .icon,
  .warn .words,
  .bad .words {
    color: var(--_tone);
  }
  .good {
    --_tone: var(--_good);
  }
  .warn {
    --_tone: var(--_warn);
  }
`;
