import {css, type CSSResult} from 'lit';

export const list: CSSResult = css`
  .bad {
    --_tone: var(--_bad);
  }
  .list {
    --_thumb: max(56px, 3.7333em);
    --_before-bar: calc(var(--_thumb) + 18px);
    position: relative;
    max-block-size: var(--cos-list-max-block-size, 33.5rem);
    overflow: hidden auto;
    scrollbar-width: thin;
    margin-inline: -6px;
    scroll-padding-block: 8px;
    /* An edge that fades, as long as there is more below. */
    animation: more-below linear;
    animation-timeline: scroll(self);
  }
  @keyframes more-below {
    0%,
    99% {
      mask-image: linear-gradient(#000 calc(100% - 2.5em), transparent);
    }
    100% {
      mask-image: none;
    }
  }
  /* A finger on the list scrolls the page. */
  @media (pointer: coarse) {
    .list {
      max-block-size: none;
      overflow: visible;
      animation: none;
    }
  }
  .rows {
    position: relative;
  }
  .row .going {
    inset-inline: var(--_before-bar) 6px;
    inset-block-end: 8px;
  }
  .bar {
    position: absolute;
    inset-block-end: 7px;
    inset-inline: var(--_before-bar) 6px;
    block-size: 5px;
    border-radius: 3px;
    overflow: hidden;
    background: var(--_fill);
    box-shadow: inset 0 0 0 1px var(--_edge);
    contain: strict;
    > div {
      position: absolute;
      inset: 0;
      border-radius: 3px;
      background: var(--_bar, var(--_accent));
      transition: transform 0.3s ease-out;
    }
    > .sent {
      /* At 0 also without what is rounded up to a pixel. */
      transform: translateX(
        calc(((var(--_sent) - 1) * 100% - clamp(0px, (0.01 - var(--_sent)) * 100px, 1px)) * var(--_dir))
      );
    }
    > .ahead {
      opacity: 0.38;
      --_end: max(var(--_ahead), var(--_sent));
      transform: translateX(
        calc(((var(--_end) - 1) * 100% - clamp(0px, (0.01 - var(--_end)) * 100px, 1px)) * var(--_dir))
      );
      transition: transform max(0.3s, var(--_seconds)) linear;
    }
  }
  .row-paused,
  .row-suspended,
  .row-waiting {
    --_bar: color-mix(in oklab, var(--_muted) 85%, var(--_surface));
  }
  .row.bad {
    --_bar: var(--_bad);
  }
  .bar.ended {
    opacity: 0;
    background: var(--_good);
    animation: end 1.1s;
  }
  @keyframes end {
    from {
      opacity: 1;
      background: var(--_accent);
    }
    22%,
    60% {
      opacity: 1;
      background: var(--_good);
    }
  }
  .fold {
    justify-content: flex-start;
    margin-inline: -6px;
    padding-inline: 12px;
    border-color: transparent;
    background: none;
    color: var(--_muted);
    font-size: 0.8667em;
    .icon-check {
      color: var(--_good);
    }
    .icon-chevron {
      rotate: calc(-90deg * var(--_dir));
      transition: rotate 0.15s;
    }
    &[aria-expanded='true'] .icon-chevron {
      rotate: none;
    }
  }
  .busy::after {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    inline-size: 30%;
    border-radius: 2px;
    background: color-mix(in oklab, var(--_accent) 55%, transparent);
    animation: sweep 1.6s linear infinite;
  }
  /* Rows that move in step look like one thing. */
  .row:nth-child(3n + 1) .busy::after {
    animation-delay: -0.5s;
  }
  .row:nth-child(3n + 2) .busy::after {
    animation-delay: -1.1s;
  }
  .full::after {
    background: linear-gradient(
      to right,
      transparent,
      color-mix(in oklab, var(--_surface) 65%, transparent),
      transparent
    );
  }
  /* A transform: the page's thread has no part in it. */
  @keyframes sweep {
    from {
      transform: translateX(calc(-110% * var(--_dir)));
    }
    to {
      transform: translateX(calc(344% * var(--_dir)));
    }
  }

  @container cos-uploader (inline-size < 37em) {
    .row .more-3 {
      display: none;
    }
  }
  /* In some languages the time would be cut on a phone. */
  @container cos-uploader (inline-size < 27em) {
    [data-brief] > span {
      display: none;
    }
    [data-brief]::after {
      content: attr(data-brief);
    }
  }
  /* Two lines a row, icons at the end; words on a button only where there is nothing else to do. */
  @container cos-uploader (inline-size < 29em) {
    .list {
      --_thumb: max(44px, 2.9333em);
      --_before-bar: calc(var(--_thumb) + 16px);
    }
    .info {
      gap: 10px;
    }
    .thumb .icon {
      inline-size: max(18px, 1.2em);
      block-size: max(18px, 1.2em);
    }
    .words {
      min-block-size: 0;
      line-height: 1.3;
    }
    .thumb::after,
    .folder,
    .row .more-2 {
      display: none;
    }
    .action:not(.info + .action:last-child) .small {
      inline-size: var(--_target);
      min-block-size: var(--_target);
      padding: 0;
      border-color: transparent;
      background: none;
      .icon {
        display: block;
      }
      span {
        display: none;
      }
    }
    .list:not(.windowed) .row:not(.row-uploading) .words > span {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
    }
  }
  @container cos-uploader (inline-size < 20em) {
    .list {
      --_before-bar: 6px;
    }
    .row .thumb,
    .row .words .icon {
      display: none;
    }
    /* Three buttons would leave a narrow column for the sentence, so they stand beside the name alone. */
    .row.bad {
      padding-block-start: 6px;
      .name {
        line-height: var(--_target);
        margin-inline-end: calc(3 * var(--_target));
      }
      .action {
        position: absolute;
        inset-block-start: 6px;
        inset-inline-end: 6px;
        &:nth-last-child(2) {
          inset-inline-end: calc(6px + var(--_target));
        }
        &:nth-last-child(3) {
          inset-inline-end: calc(6px + 2 * var(--_target));
        }
      }
    }
  }
  /* Large text in a narrow place: buttons that would leave three letters of the name go below it. */
  @container cos-uploader (inline-size < 14em) {
    .list:not(.windowed) .row {
      flex-wrap: wrap;
      justify-content: flex-end;
      .info {
        flex-basis: 100%;
      }
    }
  }
  /* Standing still it would look like a measure. */
  @media (prefers-reduced-motion: reduce) {
    .busy::after {
      display: none;
    }
  }
  @media print {
    .list {
      max-block-size: none;
    }
  }
  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
      block-size: 6px;
      inset-block-end: 6px;
      > .sent {
        background: Highlight;
        forced-color-adjust: none;
      }
      > .ahead {
        display: none;
      }
    }
  }
`;
