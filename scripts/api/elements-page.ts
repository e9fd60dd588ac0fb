interface Declared {
  name: string;
  description?: string;
  type?: {text: string};
  default?: string;
  kind?: string;
  static?: boolean;
  readonly?: boolean;
  fieldName?: string;
  parameters?: {name: string; optional?: boolean; type?: {text: string}}[];
  return?: {type?: {text: string}};
}

interface Declaration extends Declared {
  tagName?: string;
  attributes?: Declared[];
  members?: Declared[];
  events?: Declared[];
  slots?: Declared[];
  cssParts?: Declared[];
  cssProperties?: Declared[];
  cssStates?: Declared[];
}

export interface Manifest {
  modules: {declarations: Declaration[]}[];
}

/** Text and code as a cell of a table takes them. */
const plain = (text = ''): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
const code = (text = ''): string => (text ? `\`${plain(text)}\`` : '');

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [`### ${title}`, [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')];
}

const signature = ({name, parameters = [], return: answer}: Declared): string =>
  `${name}(${parameters.map((each) => `${each.name}${each.optional ? '?' : ''}`).join(', ')})${answer?.type ? `: ${answer.type.text}` : ''}`;

function element({tagName = '', name, description = '', ...all}: Declaration): string[] {
  const {
    attributes = [],
    members = [],
    events = [],
    slots = [],
    cssParts = [],
    cssProperties = [],
    cssStates = [],
  } = all;
  const own = members.filter((member) => !member.static);
  const ofAttribute = new Map(attributes.map((each) => [each.fieldName, each.name]));
  const fields = own.filter(({kind}) => kind === 'field');
  const named = (list: readonly Declared[], empty = ''): string[][] =>
    list.map((each) => [code(each.name) || empty, plain(each.description)]);
  return [
    `## \`<${tagName}>\``,
    `${plain(description)} Class \`${name}\`.`,
    ...table(
      'Properties and attributes',
      ['property', 'attribute', 'type', 'default', 'meaning'],
      fields.map((each) => [
        code(each.name) + (each.readonly ? ' (read only)' : ''),
        code(ofAttribute.get(each.name)),
        code(each.type?.text),
        code(each.default),
        plain(each.description),
      ]),
    ),
    ...table(
      'Methods',
      ['method', 'what it does'],
      own
        .filter(({kind}) => kind === 'method')
        .map((each) => [code(signature(each)), plain(each.description)]),
    ),
    ...table(
      'Events',
      ['event', 'class', 'when'],
      events.map((each) => [code(each.name), code(each.type?.text), plain(each.description)]),
    ),
    ...table('Slots', ['slot', ''], named(slots, '(default)')),
    ...table('Parts', ['part', ''], named(cssParts)),
    ...table('Custom properties', ['custom property', ''], named(cssProperties)),
    ...table('States', ['state', ''], named(cssStates)),
  ];
}

/** A page of all elements, in tables, out of custom-elements.json. */
export function elementsPage({modules}: Manifest): string {
  const elements = modules
    .flatMap(({declarations}) => declarations)
    .filter(({tagName}) => tagName)
    .sort(
      (a, b) =>
        Number(a.tagName !== 'cos-uploader') - Number(b.tagName !== 'cos-uploader') ||
        a.tagName!.localeCompare(b.tagName!),
    );
  return `${['# Elements', 'What the manifest of the package says of each element. How they are used: [the element](../element.md), [your own layout](../own-layout.md).', ...elements.flatMap(element)].join('\n\n')}\n`;
}
