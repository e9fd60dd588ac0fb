/**
 * `npm run test:mutants -- src/upload/parts/planner.ts [tests…]`: changes one thing of a file at a time and runs tests, which should fail.
 * What survives is a fault that no test would see. Without tests those beside the file in test/, and those of properties, are run. It works on a copy.
 */
import {spawn} from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, dirname, join, relative, resolve} from 'node:path';
import ts from 'typescript';

interface Mutant {
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

/** What can be changed in a source so that it still compiles. */
function mutantsOf(source: ts.SourceFile): Mutant[] {
  const found: Mutant[] = [];
  const put = (node: ts.Node, text: string): void => {
    const from = node.getStart(source);
    const {line} = source.getLineAndCharacterOfPosition(from);
    found.push({line: line + 1, from, to: node.getEnd(), text});
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isImportDeclaration(node)) return;
    if (ts.isBinaryExpression(node)) {
      const other = swapped[node.operatorToken.getText(source)];
      if (other !== undefined) put(node.operatorToken, other);
    } else if (ts.isIfStatement(node)) {
      put(node.expression, 'false as boolean');
      put(node.expression, 'true as boolean');
    } else if (ts.isConditionalExpression(node)) {
      put(node.condition, `!(${node.condition.getText(source)})`);
    } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      put(node, node.operand.getText(source));
    } else if (node.kind === ts.SyntaxKind.TrueKeyword) put(node, 'false');
    else if (node.kind === ts.SyntaxKind.FalseKeyword) put(node, 'true');
    else if (ts.isNumericLiteral(node)) put(node, `(${node.text} + 1)`);
    else if (ts.isAwaitExpression(node)) put(node, `(void (${node.expression.getText(source)}) as never)`);
    else if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) put(node, ';');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const [file, ...given] = process.argv.slice(2);
if (!file || !existsSync(file))
  throw new Error('Which file? npm run test:mutants -- src/upload/parts/planner.ts [tests…]');
const beside = join('test', relative('src', dirname(file)));
const testsIn = (folder: string, pattern: RegExp): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => pattern.test(name))
        .map((name) => join(folder, name))
    : [];
const tests =
  given.length > 0
    ? given
    : [...testsIn(beside, /\.test\.ts$/), ...testsIn('test/node', /^fuzz-.*\.test\.ts$/)];
const inNode = tests.filter((test) => test.startsWith('test/node/'));
const inBrowser = tests.filter((test) => !test.startsWith('test/node/'));

const tree = mkdtempSync(join(tmpdir(), 'cos-uploader-mutants-'));
for (const name of [
  'src',
  'test',
  'demo',
  'scripts',
  'package.json',
  'tsconfig.json',
  'web-test-runner.config.js',
])
  cpSync(name, join(tree, name), {recursive: true, filter: (path) => basename(path) !== 'node_modules'});
symlinkSync(resolve('node_modules'), join(tree, 'node_modules'));

/** Milliseconds; three times what all takes without a change, because a mutant may go round for ever. */
let patience = 600_000;

/** A command and all that it starts, in a group of their own. */
const passes = (command: string, ...words: string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(command, words, {
      cwd: tree,
      // Fewer cases of each property: there are many mutants.
      env: {...process.env, FUZZ_RUNS: '300'},
      stdio: 'ignore',
      detached: true,
    });
    const end = (signal: NodeJS.Signals): void => {
      try {
        process.kill(-child.pid!, signal);
      } catch {
        // It has ended.
      }
    };
    // A browser is closed by the first signal, a loop without an end by the second.
    const timers = [setTimeout(end, patience, 'SIGTERM'), setTimeout(end, patience + 5000, 'SIGKILL')];
    child.once('exit', (code) => {
      timers.forEach(clearTimeout);
      resolve(code === 0);
    });
  });
const survives = async (): Promise<boolean> =>
  (inNode.length === 0 || (await passes('node', '--import', 'tsx', '--test', ...inNode))) &&
  (inBrowser.length === 0 || (await passes('node_modules/.bin/wtr', '--files', ...inBrowser)));

try {
  const since = Date.now();
  if (!(await survives())) throw new Error(`These tests fail without any change: ${tests.join(' ')}`);
  patience = 20_000 + 3 * (Date.now() - since);
  const text = readFileSync(file, 'utf8');
  const mutants = mutantsOf(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  let killed = 0;
  for (const mutant of mutants) {
    writeFileSync(join(tree, file), text.slice(0, mutant.from) + mutant.text + text.slice(mutant.to));
    if (!(await survives())) killed++;
    else
      console.log(
        `survives: ${file}:${mutant.line}  ${text.slice(mutant.from, mutant.to)}  →  ${mutant.text}`,
      );
  }
  console.log(`${file}: ${killed} of ${mutants.length} killed by ${tests.join(' ')}`);
} finally {
  rmSync(tree, {recursive: true, force: true});
}
