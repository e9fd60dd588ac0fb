import {css, type CSSResult} from 'lit';

/** Files as pictures, many in a line. */
export const card: CSSResult = css`
  .list.cards {
    margin-inline: 0;
    padding: 2px;
  }
  .cards .rows {
    display: grid;
    grid-template-columns: repeat(var(--_columns), minmax(0, 1fr));
    gap: 12px;
  }
  .cards.windowed .rows {
    display: block;
  }
  .card {
    --_thumb: 100%;
    /* What is drawn on a picture stands a little higher, so that its buttons hide nothing. */
    --_for-actions: calc(var(--_target) * 0.75);
    position: relative;
    border-radius: var(--_inner-radius);
    .windowed & {
      position: absolute;
      inset-inline-start: calc(var(--_column) * (100% + 12px) / var(--_columns));
      inline-size: calc((100% + 12px) / var(--_columns) - 12px);
      contain: layout style;
    }
    .info {
      display: block;
      &:focus-visible .picture {
        outline: 2px solid var(--_accent);
        outline-offset: 2px;
      }
    }
    .thumb {
      block-size: 100%;
      box-sizing: border-box;
      padding-block-end: var(--_for-actions);
      border-radius: inherit;
      .icon {
        inline-size: 2.4em;
        block-size: 2.4em;
      }
      &::after {
        font-size: 0.8em;
      }
    }
    .folder,
    .words .icon {
      display: none;
    }
    .name {
      margin-block-start: 6px;
      font-size: 0.9333em;
    }
    .words {
      min-block-size: 2.6em;
      line-height: 1.3;
      font-size: 0.8em;
      align-items: flex-start;
      > span {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        white-space: normal;
        overflow-wrap: anywhere;
      }
    }
    &.bad .words {
      color: var(--_bad);
    }
    &.leaving .picture {
      opacity: 0.4;
    }
  }
  .picture {
    position: relative;
    aspect-ratio: 1;
    border-radius: var(--_inner-radius);
  }
  .card-queued .thumb {
    opacity: 0.7;
  }
  /* The ring stands in the place of what a file without a picture shows. */
  .card:not(.card-failed) .thumb:has(+ .card-ring) {
    color: transparent;
  }
  .card-ring {
    position: absolute;
    inset: 0 0 var(--_for-actions);
    margin: auto;
    inline-size: 3.2em;
    block-size: 3.2em;
    border-radius: 50%;
    background: color-mix(in oklab, var(--_surface) 86%, transparent);
    box-shadow: 0 1px 6px rgb(0 0 0 / 0.2);
    color: var(--_bar, var(--_accent));
    svg {
      display: block;
      rotate: -90deg;
      fill: none;
      stroke-width: 4.5;
    }
    .track {
      stroke: var(--_edge);
      stroke-width: 1.5;
    }
    .value {
      stroke: currentColor;
      stroke-dasharray: var(--_sent) 2;
      transition: stroke-dasharray 0.3s;
    }
  }
  .turning svg {
    animation: turn 1.4s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 270deg;
    }
  }
  .card-paused,
  .card-suspended,
  .card-waiting {
    --_bar: color-mix(in oklab, var(--_muted) 85%, var(--_surface));
  }
  .badge {
    position: absolute;
    inset-block-start: 6px;
    inset-inline-end: 6px;
    display: grid;
    place-items: center;
    inline-size: 1.7em;
    block-size: 1.7em;
    border-radius: 50%;
    background: var(--_tone);
    color: var(--_surface);
    box-shadow: 0 0 0 2px var(--_surface);
    .icon {
      inline-size: 1.2em;
      block-size: 1.2em;
      stroke-width: 2.5;
    }
    .just-now & {
      animation: pop 0.3s ease-out;
    }
  }
  @keyframes pop {
    from {
      scale: 0;
    }
    70% {
      scale: 1.15;
    }
  }
  .card-failed .card-ring {
    display: none;
  }
  /* At the foot of the picture: with a pointer on the card or the focus in it, and always where nothing can hover or a person has to decide. */
  .card-actions {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    aspect-ratio: 1;
    display: flex;
    flex-wrap: wrap-reverse;
    align-content: flex-start;
    justify-content: center;
    gap: 4px;
    padding: 4px;
    box-sizing: border-box;
    pointer-events: none;
    .action {
      pointer-events: auto;
      border-radius: 50%;
      background: color-mix(in oklab, var(--_surface) 90%, transparent);
      box-shadow: 0 1px 4px rgb(0 0 0 / 0.2);
      opacity: 0;
      transition: opacity 0.12s;
    }
    .icon-button {
      border-radius: 50%;
      color: var(--_text);
    }
  }
  .card:hover .action,
  .card:focus-within .action,
  .card:is(.card-failed, .card-suspended, .card-canceled, .leaving) .action {
    opacity: 1;
  }
  @media (hover: none), (pointer: coarse) {
    .card .action {
      opacity: 1;
    }
  }
  /* One file alone: its picture, and its words and buttons beside it. */
  .tile {
    --_picture: min(10em, 42%);
    .card {
      --_for-actions: 0px;
    }
    .rows {
      display: block;
    }
    .info {
      display: grid;
      grid-template: 1fr auto auto calc(var(--_target) + 8px) 1fr / var(--_picture) minmax(0, 1fr);
      column-gap: 16px;
    }
    .picture {
      grid-row: 1 / -1;
      border-radius: var(--cos-tile-radius, var(--_inner-radius));
    }
    .name {
      grid-area: 2 / 2;
      margin: 0;
      font-size: 1em;
    }
    .words {
      grid-area: 3 / 2;
      min-block-size: 0;
      font-size: 0.8667em;
    }
    .card-actions {
      aspect-ratio: auto;
      inset-block: auto calc(50% - var(--_target) - 1.1em);
      inset-inline: calc(var(--_picture) + 10px) 0;
      justify-content: flex-start;
      padding: 0;
    }
    .card .action {
      opacity: 1;
      background: none;
      box-shadow: none;
    }
  }
  @media (forced-colors: active) {
    .badge,
    .card-actions .action {
      border: 1px solid CanvasText;
    }
    .card-ring .value {
      stroke: Highlight;
    }
  }
`;
