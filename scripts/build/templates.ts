import ts from 'typescript';
import type {Plugin} from 'vite';

/** Takes the indentation out of the templates, which no minifier of scripts does. Lines stay lines, for the source maps. */
export function plainTemplates(): Plugin {
  return {
    name: 'plain-templates',
    enforce: 'pre',
    transform: {
      filter: {id: /src\/element\/.*\.ts$/, code: 'html`'},
      handler: (code) => ({code: withoutIndentation(code), map: null}),
    },
  };
}

/** A blank between two tags is one text of blanks, however long it is. */
function withoutIndentation(code: string): string {
  const texts: {start: number; end: number}[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && node.tag.text === 'html') {
      const {template} = node;
      const literals = ts.isNoSubstitutionTemplateLiteral(template)
        ? [template]
        : [template.head, ...template.templateSpans.map(({literal}) => literal)];
      for (const literal of literals) texts.push({start: literal.getStart(source), end: literal.end});
    }
    ts.forEachChild(node, visit);
  };
  const source = ts.createSourceFile('template.ts', code, ts.ScriptTarget.Latest);
  visit(source);
  return texts
    .sort((a, b) => b.start - a.start)
    .reduce(
      (plain, {start, end}) =>
        plain.slice(0, start) + plain.slice(start, end).replace(/\n[ \t]+/g, '\n') + plain.slice(end),
      code,
    );
}
