/** Policies of temporary keys (436/14048, 436/30580): a deny wins, nothing said is a deny. */
export interface Policy {
  version: string;
  statement: Statement | Statement[];
}

interface Statement {
  effect: string;
  action: string | string[];
  resource: string | string[];
  principal?: unknown;
  condition?: Record<string, Record<string, unknown>>;
}

export interface PolicyQuestion {
  /** Without `name/cos:`. */
  action: string;
  bucket: string;
  region: string;
  /** '' for the bucket itself. */
  key: string;
  /** Values of condition keys that this request carries, e.g. `cos:content-length`. */
  context: Readonly<Record<string, string>>;
}

const list = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const like = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^]*')}$`).test(text);

export function isAllowed(policy: Policy, question: PolicyQuestion): boolean {
  const matching = list(policy.statement).filter((statement) => applies(statement, question));
  const effects = matching.map((statement) => statement.effect.toLowerCase());
  return effects.includes('allow') && !effects.includes('deny');
}

function applies(statement: Statement, question: PolicyQuestion): boolean {
  return (
    list(statement.action).some((pattern) => like(pattern.replace(/^(name\/)?cos:/, ''), question.action)) &&
    list(statement.resource).some((resource) => covers(resource, question)) &&
    Object.entries(statement.condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, wanted, question.context[key])),
    )
  );
}

/**
 * Both forms: `qcs::cos:<region>:uid/<appid>:<bucket-appid>/<prefix>` and
 * `qcs::cos:<region>:uid/<appid>:prefix//<appid>/<short bucket>/<prefix>`, `*` standing for anything.
 */
function covers(resource: string, {bucket, region, key}: PolicyQuestion): boolean {
  if (resource === '*') return true;
  const appId = bucket.slice(bucket.lastIndexOf('-') + 1);
  const name = bucket.slice(0, bucket.lastIndexOf('-'));
  const start = `qcs::cos:${region}:uid/${appId}:`;
  return (
    like(resource, `${start}${bucket}/${key}`) || like(resource, `${start}prefix//${appId}/${name}/${key}`)
  );
}

type Compare = (actual: string, wanted: string) => boolean;

const OPERATORS: Record<string, Compare> = {
  numeric_equal: (actual, wanted) => Number(actual) === Number(wanted),
  numeric_not_equal: (actual, wanted) => Number(actual) !== Number(wanted),
  numeric_less_than: (actual, wanted) => Number(actual) < Number(wanted),
  numeric_less_than_equal: (actual, wanted) => Number(actual) <= Number(wanted),
  numeric_greater_than: (actual, wanted) => Number(actual) > Number(wanted),
  numeric_greater_than_equal: (actual, wanted) => Number(actual) >= Number(wanted),
  string_equal: (actual, wanted) => actual === wanted,
  string_not_equal: (actual, wanted) => actual !== wanted,
  string_like: (actual, wanted) => like(wanted, actual),
  string_not_like: (actual, wanted) => !like(wanted, actual),
  ip_equal: (actual, wanted) => actual === wanted,
  bool_equal: (actual, wanted) => actual === wanted,
};

/**
 * A key the request does not carry fails its condition, unless the operator says `_if_exist`: the reason why a
 * `cos:content-type` condition breaks parts, which carry none.
 */
function holds(operator: string, wanted: unknown, actual: string | undefined): boolean {
  const compare = OPERATORS[operator.replace(/_if_exists?$/, '')];
  if (!compare) return false;
  if (actual === undefined) return /_if_exists?$/.test(operator);
  const values = list(wanted as unknown[]).map(String);
  return operator.includes('_not_')
    ? values.every((value) => compare(actual, value))
    : values.some((value) => compare(actual, value));
}

/** The policy an application's server asks STS for: these actions, for these keys. */
export function policyFor(scope: {
  bucket: string;
  region: string;
  /** `*` stands for anything: `users/42/*`. */
  keys: string;
  actions: readonly string[];
}): Policy {
  const appId = scope.bucket.slice(scope.bucket.lastIndexOf('-') + 1);
  return {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: scope.actions.map((action) => `name/cos:${action}`),
        principal: {qcs: ['*']},
        resource: [`qcs::cos:${scope.region}:uid/${appId}:${scope.bucket}/${scope.keys}`],
      },
    ],
  };
}
