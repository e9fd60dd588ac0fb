import {css, type CSSResult} from 'lit';

/** A file: what it is, and what is happening to it. Its place in the list and its bar: list.ts. */
export const row: CSSResult = css`
  .row {
    position: relative;
    box-sizing: border-box;
    display: flex;
    align-items: center;
    gap: 2px;
    min-block-size: 72px;
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
  .info {
    flex: 1 1 0;
    min-inline-size: 0;
    display: flex;
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
    background: var(--_fill);
    color: var(--_muted);
    canvas {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
    }
    &::after {
      content: attr(data-ending);
      font-size: max(9px, 0.6em);
      font-weight: 700;
      line-height: 1.1;
      letter-spacing: 0.03em;
      text-transform: uppercase;
    }
  }
  .text {
    flex: 1 1 0;
    min-inline-size: 0;
  }
  .name {
    display: flex;
    align-items: baseline;
    /* Fonts for Chinese have no weight between 500 and 700, and Latin letters beside them would look lighter. */
    font-weight: 500;
    white-space: pre;
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
