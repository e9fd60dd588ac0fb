import type {CDPSession, Page, Protocol} from 'puppeteer-core';

/** What assistive technology is told of these besides role, name, value and description. */
const told = [
  'checked',
  'pressed',
  'expanded',
  'disabled',
  'invalid',
  'live',
  'modal',
  'hasPopup',
  'roledescription',
];

/** Roles that say nothing by themselves: what is in them counts. */
const silent = new Set(['none', 'generic', 'InlineTextBox', 'paragraph', 'LineBreak']);

/**
 * The accessibility trees of elements as the browser has them, one after the other, one line for each thing a screen reader stops at or
 * says. Numbers that change from run to run are written as `#`, and what the live regions said last is left out.
 */
export async function accessibilityTree(page: Page, selectors: readonly string[]): Promise<string> {
  const session = await page.createCDPSession();
  try {
    const {nodes} = await session.send('Accessibility.getFullAXTree');
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const lines: string[] = [];
    const visit = (node: Protocol.Accessibility.AXNode, depth: number, said: string): void => {
      const role = text(node.role);
      const name = text(node.name);
      const heard = !node.ignored && !silent.has(role) && !(role === 'StaticText' && said.includes(name));
      if (heard) lines.push('  '.repeat(depth) + line(node, role, name));
      if (role === 'status' || role === 'alert') return;
      for (const id of node.childIds ?? []) {
        const child = byId.get(id);
        if (child) visit(child, heard ? depth + 1 : depth, heard ? name : said);
      }
    };
    for (const selector of selectors) {
      const top = await nodeOf(session, selector);
      const start = nodes.find(({backendDOMNodeId}) => backendDOMNodeId === top);
      if (!start) throw new Error(`The accessibility tree has no ${selector}.`);
      visit(start, 0, '');
    }
    return `${lines.join('\n')}\n`;
  } finally {
    await session.detach();
  }
}

async function nodeOf(session: CDPSession, selector: string): Promise<number> {
  const {root} = await session.send('DOM.getDocument', {depth: 0});
  const {nodeId} = await session.send('DOM.querySelector', {nodeId: root.nodeId, selector});
  const {node} = await session.send('DOM.describeNode', {nodeId});
  return node.backendNodeId;
}

function line(node: Protocol.Accessibility.AXNode, role: string, name: string): string {
  const words = [role, ...(name ? [JSON.stringify(steady(name))] : [])];
  const properties = new Map(node.properties?.map(({name, value}): [string, unknown] => [name, value.value]));
  for (const property of told) {
    const value = properties.get(property) as string | boolean | undefined;
    if (value && value !== 'false') words.push(`${property}=${value}`);
    else if (value === false && property === 'expanded') words.push('expanded=false');
  }
  const value = text(node.value);
  if (value) words.push(`value=${JSON.stringify(steady(value))}`);
  const description = text(node.description);
  if (description) words.push(`described=${JSON.stringify(steady(description))}`);
  return words.join(' ');
}

const text = (value: Protocol.Accessibility.AXValue | undefined): string =>
  String((value?.value as string | number | undefined) ?? '')
    .replace(/\s+/g, ' ')
    .trim();

/** Percentages, speeds (with their unit) and times are never the same twice. */
function steady(words: string): string {
  return words
    .replaceAll('\u2060', '')
    .replace(/\d+(?:\.\d+)? ?[kMG]?B\/s/g, '#/s')
    .replace(/\d+(?:\.\d+)?(?=%| min)/g, '#');
}
