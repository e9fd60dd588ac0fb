import ts from 'typescript';

/** One thing that can be changed in a file: the expression from `from` to `to` becomes `text`. */
export interface Change {
  readonly file: string;
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const swapped: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '&&': '||',
  '||': '&&',
  '??': '&&',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
};

const parse = (file: string, text: string): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);

/** The `0` of `const {0: first} = list`. */
const isNameIn = (parent: ts.Node, node: ts.Node): boolean =>
  ts.isBindingElement(parent) && parent.propertyName === node;

/** What can be changed in a source. */
export function changesOf(file: string, text: string): Change[] {
  const source = parse(file, text);
  const found: Change[] = [];
  const put = (node: ts.Node, changed: string): void => {
    const from = node.getStart(source);
    const {line} = source.getLineAndCharacterOfPosition(from);
    found.push({file, line: line + 1, from, to: node.getEnd(), text: changed});
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isImportDeclaration(node)) return;
    if (ts.isBinaryExpression(node)) {
      const other = swapped[node.operatorToken.getText(source)];
      // `??` may not stand beside `&&` without parentheses.
      if (other !== undefined)
        put(node, `((${node.left.getText(source)}) ${other} (${node.right.getText(source)}))`);
    } else if (ts.isIfStatement(node)) {
      put(node.expression, 'false');
      put(node.expression, 'true');
    } else if (ts.isConditionalExpression(node)) {
      put(node.condition, `!(${node.condition.getText(source)})`);
    } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      put(node, node.operand.getText(source));
    } else if (node.kind === ts.SyntaxKind.TrueKeyword) put(node, 'false');
    else if (node.kind === ts.SyntaxKind.FalseKeyword) put(node, 'true');
    else if (
      ts.isNumericLiteral(node) &&
      !ts.isPropertyAssignment(node.parent) &&
      !isNameIn(node.parent, node)
    )
      put(node, Number(node.text.replaceAll('_', '')) < 10 ? `(${node.text} + 1)` : `(${node.text} * 10)`);
    else if (ts.isAwaitExpression(node)) put(node, `(void (${node.expression.getText(source)}))`);
    else if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression))
      put(node.expression, 'undefined');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Whether the source can still be read with a change; its types are not looked at. */
export function canBeRead(text: string, change: Change): boolean {
  // The compiler keeps what it could not read to itself.
  const source = parse(change.file, apply(text, change)) as unknown as {
    parseDiagnostics: readonly unknown[];
  };
  return source.parseDiagnostics.length === 0;
}

export const apply = (text: string, change: Change): string =>
  text.slice(0, change.from) + change.text + text.slice(change.to);

/** The source, unchanged but that each place in `changes` tells `hit` its number when it is reached. */
export function marked(text: string, changes: readonly (readonly [id: number, change: Change])[]): string {
  const inserts = changes.flatMap(([id, {from, to}]) => [
    {at: from, order: -to, text: `(globalThis.hit?.(${id}),(`},
    {at: to, order: -from, text: '))'},
  ]);
  // From the end, so that places stay where they are; what is inside another one stays inside.
  inserts.sort((a, b) => b.at - a.at || b.order - a.order);
  for (const {at, text: mark} of inserts) text = text.slice(0, at) + mark + text.slice(at);
  return text;
}
