import type {Bar} from './report.js';

const row = 26;
const left = 270;
const right = 60;
const width = 760;
const top = 44;

/** Bars with their ranges and a line at the best bare loop; follows the reader's colour scheme. */
export function chart(title: string, bars: readonly Bar[]): string {
  const isLoop = ({label}: Bar): boolean => label.startsWith('bare');
  const limit = Math.max(...bars.filter(isLoop).map(({median}) => median));
  const scale = (width - left - right) / Math.max(...bars.map(({max}) => max));
  const x = (value: number): string => (left + value * scale).toFixed(1);
  const height = top + bars.length * row + 16;
  const drawn = bars.map((bar, index) => {
    const y = top + index * row;
    const kind = bar.label.startsWith('cos-uploader') ? 'ours' : isLoop(bar) ? 'loop' : 'peer';
    const middle = y + 9;
    return `<text class="label ${kind}" x="${left - 10}" y="${y + 13}" text-anchor="end">${escapeText(bar.label)}</text>
<rect class="${kind}" x="${left}" y="${y}" width="${(bar.median * scale).toFixed(1)}" height="18" rx="3"/>
<path class="range" d="M${x(bar.min)} ${middle}H${x(bar.max)}M${x(bar.min)} ${middle - 4}v8M${x(bar.max)} ${middle - 4}v8"/>
<text x="${width - 8}" y="${y + 13}" text-anchor="end">${bar.median.toFixed(0)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeText(title)}">
<style>
svg { font: 13px system-ui, sans-serif; fill: #57606a; }
.title { font-weight: 600; fill: #1f2328; }
.label.ours { font-weight: 600; fill: #1f2328; }
rect.ours { fill: #0969da; } rect.peer { fill: #afb8c1; } rect.loop { fill: #d8dee4; }
.range { stroke: #57606a; fill: none; } .limit { stroke: #57606a; stroke-dasharray: 4 4; }
@media (prefers-color-scheme: dark) {
svg { fill: #9198a1; } .title, .label.ours { fill: #f0f6fc; }
rect.ours { fill: #4493f8; } rect.peer { fill: #656c76; } rect.loop { fill: #3d444d; }
.range, .limit { stroke: #9198a1; }
}
</style>
<text class="title" x="0" y="16">${escapeText(title)}</text>
<path class="limit" d="M${x(limit)} ${top - 12}V${height - 12}"/>
${drawn.join('\n')}
</svg>
`;
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
