import {headersOf} from '../cos/operations/headers.js';
import type {ObjectOptions} from '../cos/operations/object-options.js';

/** What temporary keys may do, in the form that STS takes. 436/14048 */
export interface Policy {
  version: '2.0';
  statement: Statement[];
}

interface Statement {
  effect: 'allow';
  /** `name/cos:PutObject`… */
  action: string[];
  resource: string[];
  condition?: Condition;
}

type Condition = Record<string, Record<string, number | string[]>>;

export interface PolicyScope {
  bucket: string;
  region: string;
  /** An object key, or for a listing a prefix with `*` at its end. */
  resource: string;
  /** Without `name/cos:`. */
  actions: readonly string[];
  /** Bytes of a whole file. COS compares them with PUT Object alone, not with the sum of parts. */
  maxSize?: number | undefined;
  /** MIME types, `image/*` among them. */
  types?: readonly string[] | undefined;
  /** What the object is created with. The rights that these options give are allowed, no others. */
  objectOptions?: ObjectOptions | undefined;
}

/**
 * The policy for one object. Parts have no content-type, so one statement with all conditions would refuse them. Each condition therefore
 * stands with the requests that carry what it checks. 436/46205
 */
export function policyFor({bucket, region, resource, actions, ...limits}: PolicyScope): Policy {
  const appId = bucket.slice(bucket.lastIndexOf('-') + 1);
  const place = [`qcs::cos:${region}:uid/${appId}:${bucket}/${resource}`];
  const groups = [
    ['PutObject'],
    ['InitiateMultipartUpload'],
    actions.filter((name) => !creating.includes(name)),
  ];
  const statement = groups
    .map((group) => group.filter((name) => actions.includes(name)))
    .filter((group) => group.length > 0)
    .map((group): Statement => {
      const allowed = {
        effect: 'allow' as const,
        action: group.map((name) => `name/cos:${name}`),
        resource: place,
      };
      return creating.includes(group[0]!) ? {...allowed, condition: conditionOf(group[0]!, limits)} : allowed;
    });
  return {version: '2.0', statement};
}

/** The requests that create an object, and so carry its options. */
export const creating: readonly string[] = ['PutObject', 'InitiateMultipartUpload'];

function conditionOf(
  action: string,
  {maxSize, types, objectOptions = {}}: Omit<PolicyScope, 'bucket' | 'region' | 'resource' | 'actions'>,
): Condition {
  return {
    ...(maxSize !== undefined && action === 'PutObject'
      ? {numeric_less_than_equal: {'cos:content-length': maxSize}}
      : {}),
    ...(types ? {string_like: {'cos:content-type': [...types]}} : {}),
    string_equal_if_exist: rightsOf(objectOptions),
  };
}

const grants = ['read', 'write', 'read-acp', 'write-acp', 'full-control'].map(
  (right) => `x-cos-grant-${right}`,
);

/** Headers that give rights to an object. COS obeys them whether they are signed or not, so the policy has to refuse them. */
export const rightsHeaders: readonly string[] = ['x-cos-acl', ...grants];

/**
 * The values that each of these headers may have: the one that the application asks for, else those that do not open the object to others.
 */
function rightsOf(objectOptions: ObjectOptions): Record<string, string[]> {
  const headers = headersOf('object', objectOptions);
  return Object.fromEntries(
    rightsHeaders.map((name) => {
      const asked = headers[name];
      return [`cos:${name}`, asked ? [asked] : name === 'x-cos-acl' ? ['default', 'private'] : ['none']];
    }),
  );
}
